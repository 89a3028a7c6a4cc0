package io.doorward.token.lifecycle.importing;

import io.doorward.contract.snapshot.Limits;
import io.doorward.contract.snapshot.TokenOwner;
import io.doorward.contract.token.LookupKey;
import io.doorward.contract.token.TokenEnvironment;
import io.doorward.contract.token.TokenType;
import io.doorward.token.directory.Principal;
import io.doorward.token.secret.Recognizer;
import io.doorward.token.store.Labels;
import io.doorward.token.store.Lineage;
import io.doorward.token.store.StoredToken;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;

/** The tokens that imported keys are. */
@ApplicationScoped
class ImportedTokens {
  /** The key's own last characters are nobody's to know. */
  private static final String UNKNOWN_END = "****";

  private final Recognizer recognizer;

  @Inject
  ImportedTokens(Recognizer recognizer) {
    this.recognizer = recognizer;
  }

  /** Every form in which the hash may be stored already; the one it would be stored in first. */
  List<String> digests(ForeignHash hash) {
    return hash.algorithm() == ForeignHash.Algorithm.SHA256
        ? recognizer.imported(hash.value()).stream().map(LookupKey::value).toList()
        : List.of(hash.value());
  }

  /** Of a SHA-256 the keyed hash is made at once; of a bcrypt hash when the key is first used. */
  StoredToken draft(Principal importer, UUID importId, RowCheck.Good key, Instant now) {
    UUID id = UUID.randomUUID();
    LookupKey lookup =
        key.hash().algorithm() == ForeignHash.Algorithm.SHA256
            ? recognizer.imported(key.hash().value()).get(0)
            : recognizer.unhashed();
    TreeMap<String, String> metadata = new TreeMap<>();
    metadata.put("import", importId.toString());
    return new StoredToken(
        id,
        importer.organizationId(),
        importer.organization(),
        new TokenOwner(TokenOwner.Kind.USER, key.owner()),
        key.role(),
        // Nobody's creation: taking over a thousand keys must not use up anybody's hour.
        "import " + importId,
        key.name(),
        TokenType.PERSONAL,
        TokenEnvironment.LIVE,
        lookup,
        key.prefix(),
        UNKNOWN_END,
        key.scopes(),
        Limits.NONE,
        Limits.NONE,
        null,
        key.allowedIps(),
        now,
        key.expiresAt(),
        null,
        null,
        null,
        null,
        1,
        Lineage.first(id),
        new Labels(List.of(Labels.IMPORTED), metadata));
  }

  /** What is kept beside the token. */
  ImportStore.Kept kept(Principal importer, UUID importId, RowCheck.Good key, StoredToken token) {
    return new ImportStore.Kept(
        token.id(),
        importId,
        token.organizationId(),
        key.hash().algorithm(),
        digests(key.hash()).get(0),
        key.prefix(),
        importer.subject(),
        token.createdAt(),
        key.hash().fingerprint().orElse(null));
  }
}
