"""Pages from Word, Markdown and Common Cartridge files."""
