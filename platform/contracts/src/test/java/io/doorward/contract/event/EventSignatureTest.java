package io.doorward.contract.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.doorward.contract.Samples;
import io.doorward.contract.json.ContractJson;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("KFK-5")
class EventSignatureTest {
  @Test
  void onlyTheKeyHoldersSignatureOverTheseVeryBytesHolds() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
    KeyPair monitor = generator.generateKeyPair();
    KeyPair stranger = generator.generateKeyPair();
    byte[] value = ContractJson.write(Samples.securityEvent());
    String signature = EventSignature.sign(value, monitor.getPrivate());

    assertThat(EventSignature.verify(value, signature, monitor.getPublic())).isTrue();
    assertThat(EventSignature.verify(value, signature, stranger.getPublic())).isFalse();
    assertThat(EventSignature.verify(value, "not base64!", monitor.getPublic())).isFalse();
    assertThat(EventSignature.verify(value, "", monitor.getPublic())).isFalse();
    byte[] changed = value.clone();
    changed[10] ^= 1;
    assertThat(EventSignature.verify(changed, signature, monitor.getPublic())).isFalse();
  }
}
