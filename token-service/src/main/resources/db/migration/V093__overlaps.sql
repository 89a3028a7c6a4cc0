-- Replaced tokens whose old secret may still be accepted: counted among their owner's before a
-- creation, and in their family before a rotation. The others are never looked at.
CREATE INDEX token_overlap_owner ON tokens.token (organization_id, owner_id, overlap_until)
  WHERE rotated_at IS NOT NULL AND revoked_at IS NULL;
CREATE INDEX token_overlap_family ON tokens.token (family_id, overlap_until)
  WHERE rotated_at IS NOT NULL AND revoked_at IS NULL;
