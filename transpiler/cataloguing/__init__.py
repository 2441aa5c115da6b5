"""A library as pages: what each definition asks, where it stands, and what names it."""

from transpiler.cataloguing.catalogue_entry import CatalogueEntry, catalogue_entries
from transpiler.cataloguing.catalogue_pages import write_catalogue

__all__ = ["CatalogueEntry", "catalogue_entries", "write_catalogue"]
