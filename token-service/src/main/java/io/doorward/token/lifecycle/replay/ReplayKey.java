package io.doorward.token.lifecycle.replay;

import io.doorward.contract.problem.ErrorCode;
import io.doorward.contract.problem.Problem.Violation;
import io.doorward.kit.problem.ProblemException;
import io.doorward.token.directory.Principal;
import io.doorward.token.store.StoredToken;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whose repetition of which request an {@code Idempotency-Key} stands for.
 *
 * @param caller the member and the token in use: nobody else gets the answer again
 * @param keyHash SHA-256 of the key, hex
 * @param requestHash SHA-256 of what was asked for, hex
 */
public record ReplayKey(UUID organizationId, String caller, String keyHash, String requestHash) {
  /** What whoever sends one key with two requests is told. */
  public static final String OF_ANOTHER =
      "The Idempotency-Key was used for another request already.";

  private static final Pattern FORM = Pattern.compile("[!-~]{1,255}");

  /**
   * Reads the header.
   *
   * @param request what was asked for, the same text for the same wish
   * @return empty if there is none
   * @throws ProblemException {@code validation_failed}
   */
  public static Optional<ReplayKey> of(
      @Nullable String header, Principal principal, String request) {
    if (header == null) {
      return Optional.empty();
    }
    if (!FORM.matcher(header).matches()) {
      throw ProblemException.invalid(
          ErrorCode.VALIDATION_FAILED,
          List.of(
              new Violation(
                  "header/Idempotency-Key",
                  "is not a key",
                  "Use 1 to 255 visible ASCII characters, such as a UUID.")));
    }
    return Optional.of(
        new ReplayKey(principal.organizationId(), caller(principal), hash(header), hash(request)));
  }

  /** The member and the token in use, as one text. */
  public static String caller(Principal principal) {
    StoredToken used = principal.token();
    return (used == null ? "session" : used.id().toString()) + "/" + principal.subject();
  }

  /** What the sealed answer is bound to. */
  String context(UUID successor) {
    return organizationId + "/" + keyHash + "/" + successor + "/" + caller;
  }

  private static String hash(String text) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
