package io.doorward.contract.token;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The server-side keys of the token hash (HMAC-SHA-256, RFC 2104). The current one makes new lookup
 * keys; the others are still tried, so that peppers rotate without invalidating a token.
 *
 * <p>A plain keyed hash is enough because tokens are random: there is nothing to guess slowly.
 */
public final class Peppers {
  /** Shorter keys are refused, in bytes. */
  public static final int MIN_KEY_BYTES = 32;

  /**
   * Stands where a pepper's id would in the key of what has not been hashed under any yet: nothing
   * that is presented is found under it.
   */
  public static final String UNHASHED = "unhashed";

  private static final int LEAST_DISTINCT = 16;
  private static final String ALGORITHM = "HmacSHA256";
  private static final Pattern ID = Pattern.compile("[a-z0-9-]{1,16}");

  private final Map<String, SecretKeySpec> keys;

  private Peppers(Map<String, SecretKeySpec> keys) {
    this.keys = keys;
  }

  /**
   * @param currentId the pepper that makes new lookup keys
   * @param keys all peppers that are still valid, by id; each at least {@value #MIN_KEY_BYTES}
   *     bytes
   * @throws IllegalArgumentException if the current one is missing, or an id or key is not usable
   */
  public static Peppers of(String currentId, Map<String, byte[]> keys) {
    byte[] current = keys.get(currentId);
    if (current == null) {
      throw new IllegalArgumentException("there is no pepper with the current id " + currentId);
    }
    Map<String, SecretKeySpec> ordered = new LinkedHashMap<>();
    ordered.put(currentId, key(currentId, current));
    keys.forEach((id, bytes) -> ordered.computeIfAbsent(id, any -> key(id, bytes)));
    return new Peppers(ordered);
  }

  private static SecretKeySpec key(String id, byte[] bytes) {
    if (!ID.matcher(id).matches() || id.equals(UNHASHED)) {
      throw new IllegalArgumentException(
          "a pepper id is 1 to 16 of a-z, 0-9 and -, and not " + UNHASHED);
    }
    if (bytes.length < MIN_KEY_BYTES) {
      throw new IllegalArgumentException(
          "pepper " + id + " is shorter than " + MIN_KEY_BYTES + " bytes");
    }
    return new SecretKeySpec(bytes, ALGORITHM);
  }

  /**
   * Whether a key is a default or a pattern rather than random bytes: all of it printable, or with
   * fewer distinct byte values than 32 random bytes ever have.
   */
  public static boolean isGuessable(byte[] key) {
    boolean[] seen = new boolean[256];
    int distinct = 0;
    boolean printable = true;
    for (byte b : key) {
      printable &= b >= ' ' && b <= '~';
      if (!seen[b & 0xff]) {
        seen[b & 0xff] = true;
        distinct++;
      }
    }
    return printable || distinct < LEAST_DISTINCT;
  }

  /** The lookup key under the current pepper. */
  public LookupKey lookupKey(RawToken token) {
    Map.Entry<String, SecretKeySpec> current = keys.entrySet().iterator().next();
    return digest(current.getKey(), current.getValue(), token);
  }

  /** The lookup keys a token may be stored under: the current pepper's first. */
  public List<LookupKey> candidates(RawToken token) {
    List<LookupKey> candidates = new ArrayList<>(keys.size());
    keys.forEach((id, key) -> candidates.add(digest(id, key, token)));
    return candidates;
  }

  /**
   * The lookup keys of a key that another system made, from the SHA-256 it kept of it. So it is
   * stored under a keyed hash like our own, and found by whoever is shown the key. The current
   * pepper's first. No token of ours has the same, because none contains a colon.
   *
   * @param sha256 64 lower-case hex digits
   */
  public List<LookupKey> importedCandidates(String sha256) {
    return candidates(new RawToken("sha256:" + sha256));
  }

  private static LookupKey digest(String id, SecretKeySpec key, RawToken token) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      byte[] digest = mac.doFinal(token.reveal().getBytes(StandardCharsets.US_ASCII));
      return new LookupKey(id + "." + HexFormat.of().formatHex(digest));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }
}
