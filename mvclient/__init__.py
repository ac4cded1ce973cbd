"""A client of Giggle's MV trustee API: a song idea or lyrics and a picture in, a music video out.

::

    from mvclient import MVRequest, MVTrusteeAPI
    from mvclient.images import picture_as_base64

    api = MVTrusteeAPI()
    request = MVRequest("My song", "prompt", "16:9", prompt="…", reference_image_url=picture_as_base64("me.jpg"))
    project_id = api.start(request)
    for progress in api.watch(project_id):
        print(f"{progress.fraction:.0%}", progress.running)
    print(progress.video.download_url)
"""

import mvclient.quiet_start  # noqa: F401 - first, for what the others take to load
from mvclient import images, songs
from mvclient.api import MVTrusteeAPI
from mvclient.errors import (
    ConfigurationError,
    FilmNotDelivered,
    GiggleError,
    InvalidRequest,
    JobError,
    JobFailed,
    KeyRefused,
    LedgerUnavailable,
    MissingKey,
    MVError,
    NeverArrived,
    NoAnswer,
    PaymentError,
    PaymentNotAllowed,
    PaymentRefused,
    PaymentUnconfirmed,
    PictureError,
    Problem,
    RateLimited,
    RequestRefused,
    SongError,
    StillRunning,
    TransportError,
    Unreachable,
    UnreadableReply,
    UntrustedConnection,
)
from mvclient.ledger import MemoryLedger, Payment, PaymentLedger, ProjectLedger, ProjectRecord
from mvclient.progress import Progress, Step, SubStep, Video
from mvclient.request import MVRequest
from mvclient.sqlite_ledger import SQLiteLedger
from mvclient.uploading import Asset

__all__ = [
    "Asset",
    "ConfigurationError",
    "FilmNotDelivered",
    "GiggleError",
    "InvalidRequest",
    "JobError",
    "JobFailed",
    "KeyRefused",
    "LedgerUnavailable",
    "MVError",
    "MVRequest",
    "MVTrusteeAPI",
    "MemoryLedger",
    "MissingKey",
    "NeverArrived",
    "NoAnswer",
    "Payment",
    "PaymentError",
    "PaymentLedger",
    "PaymentNotAllowed",
    "PaymentRefused",
    "PaymentUnconfirmed",
    "PictureError",
    "Problem",
    "Progress",
    "ProjectLedger",
    "ProjectRecord",
    "RateLimited",
    "RequestRefused",
    "SQLiteLedger",
    "SongError",
    "Step",
    "StillRunning",
    "SubStep",
    "TransportError",
    "Unreachable",
    "UnreadableReply",
    "UntrustedConnection",
    "Video",
    "images",
    "songs",
]
