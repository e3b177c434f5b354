"""Images from anywhere: what is not usable is refused before native code sees anything of it."""

from __future__ import annotations

import io
import resource
import struct
import time
import zlib
from contextlib import suppress

import numpy as np
import pytest
from PIL import Image

from orchestration.errors import BadImage
from orchestration.inference.pictures import MOST_PIXELS, read_picture
from tests.unit.drawings import drawn, noise, picture

RED, BLUE = (255, 0, 0), (0, 0, 255)
WHITE = (255, 255, 255)


def pixel(raw: bytes, column: int = 0, row: int = 0) -> tuple[int, ...]:
    """Return a pixel of what was read."""
    pixels = read_picture(raw)
    at = 3 * (row * pixels.width + column)
    return tuple(pixels.data[at : at + 3])


def png(width: int, height: int, data: bytes = b"") -> bytes:
    """Return a PNG file that says it has so many pixels."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", data), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in chunks
    )


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP", "GIF"])
def test_each_format_is_read(form: str) -> None:
    pixels = read_picture(drawn(Image.new("RGB", (40, 20), RED), form))
    assert (pixels.width, pixels.height, len(pixels.data)) == (40, 20, 40 * 20 * 3)
    red, green, blue = pixels.data[:3]
    assert red > 240
    assert green < 10
    assert blue < 10


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "RGBA", "CMYK", "I;16"])
def test_whatever_pixels_are_made_of_becomes_red_green_and_blue(mode: str) -> None:
    form = "JPEG" if mode == "CMYK" else "PNG"
    assert len(read_picture(drawn(Image.new(mode, (16, 16)), form)).data) == 16 * 16 * 3


def test_a_picture_of_sixteen_bits_keeps_its_greys() -> None:
    greys = np.repeat(np.linspace(0, 65_535, 16, dtype=np.uint16)[None], 16, axis=0)
    raw = drawn(Image.fromarray(greys))
    assert [pixel(raw, column)[0] for column in range(16)] == list(range(0, 256, 17))


def test_what_is_transparent_is_white() -> None:
    assert pixel(drawn(Image.new("RGBA", (16, 16), (0, 0, 0, 0)))) == WHITE


def test_a_photo_is_turned_upright() -> None:
    image = Image.new("RGB", (40, 20), RED)
    exif = Image.Exif()
    exif[0x0112] = 6
    pixels = read_picture(drawn(image, "JPEG", exif=exif))
    assert (pixels.width, pixels.height) == (20, 40)


def test_of_a_film_the_first_frame_is_read() -> None:
    first, second = Image.new("RGB", (16, 16), RED), Image.new("RGB", (16, 16), BLUE)
    film = drawn(first, "GIF", save_all=True, append_images=[second])
    assert pixel(film) == RED


@pytest.mark.parametrize(
    ("width", "height"), [(4096, 4097), (30_000, 30_000), (2**31 - 1, 2**31 - 1)]
)
def test_a_bomb_is_refused_by_what_it_says_of_its_size(width: int, height: int) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(BadImage, match=r"more than 16,777,216|cannot be read"):
        read_picture(png(width, height, zlib.compress(bytes(1000))))
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000, "kilobytes"


def test_a_canvas_of_webp_is_checked_before_room_is_made_for_it() -> None:
    small = drawn(Image.new("RGBA", (16, 16), (1, 2, 3, 100)), "WEBP", lossless=True, exif=b"Exif")
    assert small[12:16] == b"VP8X"
    size = (16_000).to_bytes(3, "little")
    with pytest.raises(BadImage, match="16001 x 16001"):
        read_picture(small[:24] + size * 2 + small[30:])


def test_a_compressed_text_that_unpacks_to_gigabytes_is_refused() -> None:
    bomb = zlib.compress(bytes(80 * 1024 * 1024), 9)
    body = b"Comment\x00\x00" + bomb
    chunk = struct.pack(">I", len(body)) + b"zTXt" + body
    chunk += struct.pack(">I", zlib.crc32(b"zTXt" + body))
    whole = picture(1)
    with pytest.raises(BadImage, match="cannot be read"):
        read_picture(whole[:33] + chunk + whole[33:])


def test_a_jpeg_that_goes_over_its_pixels_thousands_of_times_is_refused() -> None:
    whole = drawn(Image.new("L", (256, 256), 128), "JPEG", progressive=True)
    end = len(whole) - 2
    last = whole.rindex(b"\xff\xda")
    often = whole[:end] + whole[last:end] * 5_000 + whole[end:]
    began = time.monotonic()
    with pytest.raises(BadImage, match=r"has 50\d\d scans, more than 256"):
        read_picture(often)
    assert time.monotonic() - began < 1
    assert read_picture(whole).width == 256


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP", "GIF"])
def test_a_file_that_was_cut_short_is_refused(form: str) -> None:
    whole = drawn(noise(1, 64, 64), form)
    for length in (0, 3, 12, 30, len(whole) // 2, len(whole) - len(whole) // 8):
        with pytest.raises(BadImage):
            read_picture(whole[:length])


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP", "GIF"])
def test_files_with_wrong_bytes_are_read_or_refused_and_nothing_else(form: str) -> None:
    chance = np.random.default_rng(1)
    whole = np.frombuffer(drawn(noise(2, 48, 48), form), dtype=np.uint8)
    for _ in range(200):
        damaged = whole.copy()
        damaged[chance.integers(0, len(damaged), 8)] = chance.integers(0, 256, 8)
        with suppress(BadImage):
            assert len(read_picture(damaged.tobytes()).data) <= 3 * MOST_PIXELS


@pytest.mark.parametrize("form", ["BMP", "TIFF", "PPM", "ICO"])
def test_other_formats_are_refused(form: str) -> None:
    with pytest.raises(BadImage, match="cannot be read"):
        read_picture(drawn(Image.new("RGB", (16, 16)), form))


def test_what_is_no_image_is_refused() -> None:
    for raw in (
        b"",
        b"hello",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"%PDF-1.7",
        bytes(99),
    ):
        with pytest.raises(BadImage, match="cannot be read"):
            read_picture(raw)


@pytest.mark.parametrize(("width", "height"), [(1, 1), (7, 7), (3000, 1)])
def test_an_image_of_a_few_pixels_is_refused(width: int, height: int) -> None:
    with pytest.raises(BadImage, match="shows nothing"):
        read_picture(drawn(Image.new("RGB", (width, height))))


def test_an_image_like_a_line_is_refused() -> None:
    with pytest.raises(BadImage, match="too narrow") as caught:
        read_picture(drawn(Image.new("RGB", (2000, 10))))
    assert caught.value.value == "2000 x 10"


def test_an_error_about_an_image_is_small_and_says_what_to_send() -> None:
    with pytest.raises(BadImage) as caught:
        read_picture(io.BytesIO(b"GIF89a" + bytes(50_000)).getvalue())
    problem = caught.value.problem()
    assert problem["type"] == "urn:switchyard:problem:bad-image"
    assert len(str(problem)) < 600
    assert "PNG" in problem["mend"]
