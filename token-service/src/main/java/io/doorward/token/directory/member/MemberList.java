package io.doorward.token.directory.member;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of members, in the order of their subjects.
 *
 * @param nextCursor where the next page begins; absent on the last one
 */
public record MemberList(List<MemberView> items, @Nullable String nextCursor) {
  public MemberList {
    items = List.copyOf(items);
  }
}
