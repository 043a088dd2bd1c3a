"""Pages as Word, PDF, EPUB and Common Cartridge files."""
