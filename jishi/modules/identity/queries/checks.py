"""What must hold of identity's tables; `jishi fsck` names each row that does not."""
