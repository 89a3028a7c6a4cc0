package io.doorward.token.protocol.leak;

import com.fasterxml.jackson.databind.JsonNode;
import io.doorward.contract.json.ContractJson;
import io.doorward.contract.json.UnreadableRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.lang.JoseException;

/** The partner's public keys by id, as one file holds them. */
record PartnerKeys(Map<String, PublicKey> byId) {
  private static final int P256_BITS = 256;

  PartnerKeys {
    byId = Map.copyOf(byId);
  }

  /** Nobody's signature is good. */
  static PartnerKeys none() {
    return new PartnerKeys(Map.of());
  }

  /** Reads the file; empty if it is missing or holds anything but EC P-256 public keys. */
  static Optional<PartnerKeys> read(Path file) {
    try {
      byte[] bytes = Files.readAllBytes(file);
      JsonNode document = ContractJson.read(bytes, JsonNode.class);
      Map<String, PublicKey> keys =
          document.has("public_keys")
              ? published(document.get("public_keys"))
              : jwks(document.toString());
      boolean usable = keys.values().stream().allMatch(PartnerKeys::isP256);
      return usable && !keys.isEmpty() ? Optional.of(new PartnerKeys(keys)) : Optional.empty();
    } catch (IOException
        | UnreadableRecord
        | GeneralSecurityException
        | JoseException
        | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Map<String, PublicKey> published(JsonNode list) throws GeneralSecurityException {
    Map<String, PublicKey> keys = new HashMap<>();
    for (JsonNode one : list) {
      String der =
          one.path("key")
              .asText()
              .replace("-----BEGIN PUBLIC KEY-----", "")
              .replace("-----END PUBLIC KEY-----", "");
      keys.put(
          one.path("key_identifier").asText(),
          KeyFactory.getInstance("EC")
              .generatePublic(new X509EncodedKeySpec(Base64.getMimeDecoder().decode(der.strip()))));
    }
    return keys;
  }

  private static Map<String, PublicKey> jwks(String document) throws JoseException {
    Map<String, PublicKey> keys = new HashMap<>();
    for (JsonWebKey key : new JsonWebKeySet(document).getJsonWebKeys()) {
      if (key.getKeyId() == null || !(key.getKey() instanceof PublicKey publicKey)) {
        return Map.of();
      }
      keys.put(key.getKeyId(), publicKey);
    }
    return keys;
  }

  private static boolean isP256(PublicKey key) {
    return key instanceof ECPublicKey ec
        && ec.getParams().getCurve().getField().getFieldSize() == P256_BITS;
  }
}
