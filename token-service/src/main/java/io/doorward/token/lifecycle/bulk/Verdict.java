package io.doorward.token.lifecycle.bulk;

import io.doorward.contract.problem.ErrorCode;
import io.doorward.token.lifecycle.rotate.Replacement;
import io.doorward.token.store.StoredToken;

/** What an order comes to for one token. */
sealed interface Verdict {

  /** The outcome if it is carried out. */
  ItemOutcome outcome();

  /** The token is to be stored anew. */
  record Change(StoredToken before, StoredToken after) implements Verdict {
    @Override
    public ItemOutcome outcome() {
      return ItemOutcome.CHANGED;
    }
  }

  /** The token is to be replaced. */
  record Replace(Replacement.Allowed replacement) implements Verdict {
    @Override
    public ItemOutcome outcome() {
      return ItemOutcome.CHANGED;
    }
  }

  /** It is so already. */
  record Unchanged() implements Verdict {
    @Override
    public ItemOutcome outcome() {
      return ItemOutcome.UNCHANGED;
    }
  }

  /**
   * The single operation refuses it.
   *
   * @param why for people
   */
  record Refused(ErrorCode code, String why) implements Verdict {
    @Override
    public ItemOutcome outcome() {
      return ItemOutcome.REFUSED;
    }
  }

  /** There is no such token that the principal sees. */
  record NotFound() implements Verdict {
    @Override
    public ItemOutcome outcome() {
      return ItemOutcome.NOT_FOUND;
    }
  }
}
