package io.doorward.token.lifecycle.killswitch;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A page of kill switches, the newest first. */
@Schema(name = "KillSwitchList")
public record KillSwitchList(List<KillSwitchView> items, @Nullable String nextCursor) {
  public KillSwitchList {
    items = List.copyOf(items);
  }
}
