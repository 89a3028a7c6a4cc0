package io.doorward.token.lifecycle.bulk;

import io.doorward.token.lifecycle.issue.NewSecret;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Some secrets of a rotation job, handed out for good.
 *
 * @param withheld how many were passed over for being more than the caller; they stay
 * @param remaining how many are still kept, withheld ones among them; more follow while the job
 *     goes on
 */
@Schema(name = "NewSecrets")
public record NewSecrets(List<NewSecret> items, long withheld, long remaining) {
  public NewSecrets {
    items = List.copyOf(items);
  }
}
