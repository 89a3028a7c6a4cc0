package io.doorward.token.lifecycle.bulk;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A page of jobs, newest first.
 *
 * @param nextCursor where the next page begins; absent on the last one
 */
@Schema(name = "TokenJobList")
public record JobList(List<JobView> items, @Nullable String nextCursor) {
  public JobList {
    items = List.copyOf(items);
  }
}
