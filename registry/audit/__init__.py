"""The auditor: what readers can work out from written summaries, found without the vault and without the protector."""
