package io.doorward.token.directory.invitation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of open invitations.
 *
 * @param nextCursor where the next page begins; absent on the last one
 */
public record InvitationList(List<InvitationView> items, @Nullable String nextCursor) {
  public InvitationList {
    items = List.copyOf(items);
  }
}
