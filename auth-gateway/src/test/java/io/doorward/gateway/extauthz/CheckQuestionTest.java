package io.doorward.gateway.extauthz;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.envoyproxy.envoy.config.core.v3.HeaderMap;
import io.envoyproxy.envoy.config.core.v3.HeaderValue;
import io.envoyproxy.envoy.service.auth.v3.AttributeContext;
import io.envoyproxy.envoy.service.auth.v3.CheckRequest;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Messages written by the official classes are read, and nothing else gets further than that. */
class CheckQuestionTest {
  private static byte[] written(String path, String name, String value) {
    return CheckRequest.newBuilder()
        .setAttributes(
            AttributeContext.newBuilder()
                .setDestination(AttributeContext.Peer.newBuilder().setService("passed over"))
                .putContextExtensions("passed", "over")
                .setRequest(
                    AttributeContext.Request.newBuilder()
                        .setHttp(
                            AttributeContext.HttpRequest.newBuilder()
                                .setId("7")
                                .setSize(-1)
                                .setPath(path)
                                .setRawBody(ByteString.copyFrom(new byte[300]))
                                .putHeaders(":path", path)
                                .setHeaderMap(
                                    HeaderMap.newBuilder()
                                        .addHeaders(
                                            HeaderValue.newBuilder()
                                                .setKey(name)
                                                .setRawValue(ByteString.copyFromUtf8(value)))
                                        .addHeaders(
                                            HeaderValue.newBuilder()
                                                .setKey(name)
                                                .setValue(value))))))
        .build()
        .toByteArray();
  }

  @Property(tries = 200)
  @Tag("FWD-3")
  void readsWhatTheOfficialClassesWrite(
      @ForAll @net.jqwik.api.constraints.AlphaChars String path,
      @ForAll @net.jqwik.api.constraints.AlphaChars @Size(max = 200) String value)
      throws Exception {
    CheckQuestion question = new CheckQuestion(written(path, "x-any", value));
    assertThat(question.request().target()).isEqualTo(path);
    assertThat(question.headers().getAll("X-Any")).containsExactly(value, value);
    assertThat(question.headers().names()).doesNotContain(":path");
  }

  @Property(tries = 2_000)
  @Tag("FWD-3")
  @Tag("DOS-1")
  void whatIsNoMessageIsSaidToBeNone(@ForAll byte[] any) {
    readOrRefused(any);
  }

  @Property(tries = 500)
  @Tag("FWD-3")
  void whatBreaksOffIsReadOrSaidToBeNone(
      @ForAll @IntRange(max = 400) int length, @ForAll byte changed) {
    byte[] message = written("/things/1", "x-any", "value");
    byte[] cut = Arrays.copyOf(message, Math.min(length, message.length));
    if (cut.length > 0) {
      cut[cut.length / 2] = changed;
    }
    readOrRefused(cut);
  }

  private static void readOrRefused(byte[] bytes) {
    try {
      assertThat(new CheckQuestion(bytes).headers()).isNotNull();
    } catch (WireReader.Unreadable e) {
      assertThat(e).hasMessageNotContaining("value");
    }
  }
}
