"""Where a channel tells later whether its messages arrived."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from jiefen.apps.people import channels
from jiefen.apps.reach import sending

_MOST = 256 * 1024  # bytes


@csrf_exempt  # it is signed with the gateway's key instead
@require_POST
def sms_receipt(request: HttpRequest) -> HttpResponse:
    """What the gateway for SMS says of messages that it took. Told twice, it counts once."""
    channel = channels.sms()
    if not hasattr(channel, "receipts"):
        return JsonResponse({"problem": "No gateway is set here that sends receipts."}, status=404)
    length = str(request.META.get("CONTENT_LENGTH") or "")
    if length.isdecimal() and int(length) > _MOST:
        return JsonResponse({"problem": f"A receipt has at most {_MOST} bytes."}, status=413)
    try:
        told = channel.receipts(request.body, request.headers.get(channels.SIGNATURE, ""))
    except channels.BadReceipt as problem:
        return JsonResponse({"problem": str(problem)}, status=403)
    return JsonResponse({"taken": sending.take_receipts(told), "of": len(told)})
