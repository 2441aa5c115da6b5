"""Which policy a definition's codes and words call for."""

from transpiler.sensitivity.calling import Call, calls_of, policy_called_for, policy_of_words

__all__ = ["Call", "calls_of", "policy_called_for", "policy_of_words"]
