"""Write reproducible zip archives: the same files make the same bytes."""

import io
import zipfile

# The earliest time that a zip can hold. A real one would make other bytes of the same files.
_TIME = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
_READABLE_FILE = 0o100644 << 16


def make_zip(files: dict[str, bytes], first: str = "") -> bytes:
    """Pack files, given by name, in an order that depends on nothing but their names.

    The file named `first` is the first entry and is not compressed, as EPUB requires of its
    mimetype: https://www.w3.org/TR/epub-33/#sec-zip-container-mime. Another version of zlib may
    compress the same content to other bytes.
    """
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in sorted(files, key=lambda name: (name != first, name)):
            entry = zipfile.ZipInfo(name, _TIME)
            entry.create_system, entry.external_attr = _UNIX, _READABLE_FILE
            entry.compress_type = zipfile.ZIP_STORED if name == first else zipfile.ZIP_DEFLATED
            archive.writestr(entry, files[name], compresslevel=9)
    return target.getvalue()
