"""The name of the Markdown extension in mkdocs.yml: an alias of guide.rendering.extension."""

from guide.rendering.extension import GuideExtension, makeExtension

__all__ = ["GuideExtension", "makeExtension"]
