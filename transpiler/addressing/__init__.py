"""ESSENCE's addresses: their parameters, and a definition as one."""

from transpiler.addressing.address_of import HOST, AddressKind, EssenceAddress, address_of

__all__ = ["HOST", "AddressKind", "EssenceAddress", "address_of"]
