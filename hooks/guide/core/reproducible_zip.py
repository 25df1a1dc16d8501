"""Pack files into a zip that is the same, byte for byte, for the same files. Imports nothing of the guide."""

import io
import zipfile

# The earliest time that a zip can hold: a real one would make another file of the same data.
_TIME = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
_READABLE_FILE = 0o100644 << 16


def make_zip(files: dict[str, bytes], first: str = "") -> bytes:
    """Return a zip of files by name, whatever their order, the time and the system.

    The file named `first` stands first and is not compressed, as EPUB wants its mimetype:
    https://www.w3.org/TR/epub-33/#sec-zip-container-mime. Another version of zlib may pack the same
    content in other bytes.
    """
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in sorted(files, key=lambda name: (name != first, name)):
            entry = zipfile.ZipInfo(name, _TIME)
            entry.create_system, entry.external_attr = _UNIX, _READABLE_FILE
            entry.compress_type = zipfile.ZIP_STORED if name == first else zipfile.ZIP_DEFLATED
            archive.writestr(entry, files[name], compresslevel=9)
    return target.getvalue()
