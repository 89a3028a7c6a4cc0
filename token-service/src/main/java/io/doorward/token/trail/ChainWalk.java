package io.doorward.token.trail;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Goes along an organization's chain link by link and stops at the first that does not fit. Pure
 * but for where it stands.
 */
final class ChainWalk {
  private static final HexFormat HEX = HexFormat.of();

  private final @Nullable Anchor anchor;
  private final long start;
  private byte[] hash;
  private long seq;
  private @Nullable Broken broken;

  /**
   * A walk behind a link.
   *
   * @param after {@code null}: from the beginning
   */
  ChainWalk(UUID organizationId, @Nullable Anchor after, @Nullable Anchor anchor) {
    this.anchor = anchor;
    this.start = after == null ? 0 : after.seq();
    this.seq = start;
    this.hash =
        after == null
            ? sha256(("doorward audit chain " + organizationId).getBytes(StandardCharsets.UTF_8))
            : HEX.parseHex(after.hash());
  }

  /**
   * What a chain's end was once, kept by somebody outside.
   *
   * @param hash in hex
   */
  record Anchor(long seq, String hash) {}

  /**
   * The first place that does not fit.
   *
   * @param seq the link's number; absent if the entry has none
   * @param entryId the entry's id; absent if not even the link is there
   */
  record Broken(@Nullable Long seq, @Nullable Long entryId, String why) {}

  /**
   * Takes the next link.
   *
   * @param entry the entry it is for; {@code null} if that is gone
   */
  void next(long linkSeq, long entryId, String linkHash, @Nullable Entry entry) {
    if (broken != null) {
      return;
    }
    if (linkSeq != seq + 1) {
      broken = new Broken(seq + 1, null, "The link was removed.");
    } else if (entry == null) {
      broken = new Broken(linkSeq, entryId, "The entry was removed.");
    } else {
      hash =
          sha256(
              hash, ByteBuffer.allocate(Long.BYTES).putLong(linkSeq).array(), EntryBytes.of(entry));
      seq = linkSeq;
      if (!HEX.formatHex(hash).equals(linkHash)) {
        broken = new Broken(linkSeq, entryId, "The entry or its link was altered.");
      } else if (anchor != null && anchor.seq() == seq && !anchor.hash().equals(linkHash)) {
        broken = new Broken(linkSeq, entryId, "The chain was made anew: the anchor does not fit.");
      }
    }
  }

  /** Takes the link that an anchor is of, where the walk does not come to it. */
  void kept(Anchor known, long entryId, String linkHash) {
    if (broken == null && !known.hash().equals(linkHash)) {
      broken =
          new Broken(known.seq(), entryId, "The chain was made anew: the anchor does not fit.");
    }
  }

  /** Takes that the link is gone that an anchor is of. */
  void gone(Anchor known) {
    if (broken == null) {
      broken = new Broken(known.seq(), null, "The link of the anchor was removed.");
    }
  }

  /** Takes the end that the database knows; 0 and the beginning's hash if there is no entry yet. */
  void end(long headSeq, @Nullable String headHash) {
    if (broken != null) {
      return;
    }
    if (headSeq != seq || (headHash != null && !HEX.formatHex(hash).equals(headHash))) {
      broken = new Broken(seq + 1, null, "Links at the end were removed.");
    } else if (anchor != null && anchor.seq() > seq) {
      broken = new Broken(seq + 1, null, "The chain ends before the anchor.");
    }
  }

  /** Takes an entry that has no link. */
  void unlinked(long entryId) {
    if (broken == null) {
      broken = new Broken(null, entryId, "The entry was added past the chain.");
    }
  }

  boolean stopped() {
    return broken != null;
  }

  /** The number of the last link that fitted, or that was looked at. */
  long seq() {
    return seq;
  }

  /** How many links fitted, or were looked at. */
  long looked() {
    return seq - start;
  }

  String hash() {
    return HEX.formatHex(hash);
  }

  Optional<Broken> broken() {
    return Optional.ofNullable(broken);
  }

  private static byte[] sha256(byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (byte[] part : parts) {
        digest.update(part);
      }
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
