package io.doorward.monitor.detect;

import io.doorward.contract.event.UsageEvent;
import io.doorward.contract.json.ContractJson;
import io.doorward.monitor.signal.Reading;
import io.doorward.monitor.signal.SignalReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A token under the rules, its state written and read again between any two requests. */
final class Watched {
  private final SignalReader reader;
  private final Rules rules;
  private final List<Finding> findings = new ArrayList<>();
  private byte[] state = StateCodec.write(TokenState.unknown());

  Watched(DetectConfig config) {
    reader = new SignalReader(Duration.ofMinutes(5), config.retiredUse().rotatedAt());
    rules = new Rules(config);
  }

  void take(UsageEvent event) {
    Reading reading = reader.read(ContractJson.write(event), event.at());
    if (reading instanceof Reading.Signal watched
        && rules.judge(StateCodec.read(state), watched.signal())
            instanceof Rules.Outcome.Judged judged) {
      state = StateCodec.write(judged.state());
      findings.addAll(judged.findings());
    }
  }

  void take(List<UsageEvent> events) {
    events.forEach(this::take);
  }

  List<Finding> findings() {
    return findings;
  }

  int stateBytes() {
    return state.length;
  }
}
