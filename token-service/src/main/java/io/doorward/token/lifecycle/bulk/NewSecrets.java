package io.doorward.token.lifecycle.bulk;

import io.doorward.token.lifecycle.issue.NewSecret;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Some secrets of a rotation job, handed out for good.
 *
 * @param remaining how many there are still to be had; more follow while the job goes on
 */
@Schema(name = "NewSecrets")
public record NewSecrets(List<NewSecret> items, long remaining) {
  public NewSecrets {
    items = List.copyOf(items);
  }
}
