package io.doorward.token.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("KFK-4")
class KafkaPathTest {
  /** Knows no broker for the first record, as the real one says after having waited for it. */
  private static final class Cold extends MockProducer<String, byte[]> {
    private boolean asked;

    Cold() {
      super(/* autoComplete= */ true, null, new StringSerializer(), new ByteArraySerializer());
    }

    @Override
    public synchronized Future<RecordMetadata> send(ProducerRecord<String, byte[]> record) {
      if (!asked) {
        asked = true;
        return CompletableFuture.failedFuture(new TimeoutException("no metadata"));
      }
      return super.send(record);
    }
  }

  private final Cold producer = new Cold();

  @Test
  void nothingOvertakesAChangeThatWasNotAccepted() throws Exception {
    List<ProducerRecord<String, byte[]>> changes =
        IntStream.range(0, 3)
            .mapToObj(i -> new ProducerRecord<>("token-events", "key", new byte[] {(byte) i}))
            .toList();
    assertThatThrownBy(() -> KafkaPath.send(producer, changes))
        .isInstanceOf(ExecutionException.class);
    assertThat(producer.history()).isEmpty();
    KafkaPath.send(producer, changes);
    assertThat(producer.history()).isEqualTo(changes);
  }
}
