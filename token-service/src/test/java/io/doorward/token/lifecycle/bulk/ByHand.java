package io.doorward.token.lifecycle.bulk;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** A service that works on no job by itself, so that a test decides when which batch is done. */
public final class ByHand implements QuarkusTestProfile {
  @Override
  public Map<String, String> getConfigOverrides() {
    return Map.of("doorward.jobs.work", "false", "doorward.jobs.batch", "2");
  }
}
