"""Where large things lie: blobs, and files that were uploaded."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr, model_validator

from orchestration.sections.section import Count, Positive, Section


class Blobs(Section):
    """Bytes too large for a row: uploads, and large results of tasks."""

    store: Literal["folder", "s3"] = "folder"
    """Where they lie: in a folder that all processes see, or with a service that speaks S3."""
    folder: Path | None = None
    """The folder; `blobs` in `var_dir` by default."""
    max_bytes: Count = 256 * 1024 * 1024
    """Largest blob, in bytes."""
    tenant_bytes: Annotated[int, Field(ge=0)] = 10 * 1024**3
    """Most bytes of one tenant's blobs, unless its storage account says otherwise; more get 429."""
    result_bytes: Annotated[int, Field(ge=1024)] = 256 * 1024
    """A task's result of more bytes lies as a blob, smaller ones in the database."""
    image_bytes: Annotated[int, Field(ge=1024)] = 64 * 1024
    """An image of more bytes that a task carries lies as a blob, smaller ones in the database."""
    grace_s: Annotated[float, Field(ge=60)] = 3600.0
    """How long a blob without an owner stays, in seconds: longer than storing one takes, and
    attaching it afterwards."""
    s3_bucket: str = ""
    """The bucket; it must exist."""
    s3_prefix: Annotated[str, Field(pattern=r"^[A-Za-z0-9._/-]*$")] = ""
    """Put before all keys, where the bucket has other things, too."""
    s3_endpoint: Annotated[str, Field(pattern=r"^(https?://\S+)?$")] = ""
    """The service's URL, such as `https://minio.internal:9000`; empty for Amazon's own."""
    s3_region: str = "us-east-1"
    """The service's region."""
    s3_access_key_id: str = ""
    """Id of the access key; without one the machine's role or the `AWS_…` variables serve."""
    s3_secret_access_key: SecretStr | None = None
    """The access key."""
    s3_timeout_s: Positive = 20.0
    """How long one request to the service may take, in seconds."""

    @model_validator(mode="after")
    def _s3_is_whole(self) -> "Blobs":
        if self.store == "s3" and not self.s3_bucket:
            raise ValueError("s3_bucket is not set: name the bucket, or set store to folder")
        if bool(self.s3_access_key_id) != (self.s3_secret_access_key is not None):
            raise ValueError("set s3_access_key_id and s3_secret_access_key both, or neither")
        return self


class Files(Section):
    """Files that clients keep at the gateway, at OpenAI's paths."""

    max_bytes: Count = 200 * 1024 * 1024
    """Largest file, in bytes; a larger one gets 413."""
    upload_s: Positive = 900.0
    """How long an upload may take, in seconds."""
    uploads: Count = 32
    """Uploads that one gateway process receives at once; beyond it 503."""
    uploads_per_key: Count = 8
    """Most of them for one API key; beyond it 429."""
    batch_days: Positive = 30.0
    """How long a batch's input and output stay, unless their maker says otherwise."""


class Memory(Section):
    """What agents and users remember, and documents."""

    index_mb: Annotated[int, Field(ge=64)] = 512
    """Memory of the database in which an index of vectors is built, in MiB: about 1.5 kB for each
    vector of 384 dimensions. No index is larger than fits; each costs a search a millisecond or
    two, so that millions of vectors are worth some gigabytes."""
