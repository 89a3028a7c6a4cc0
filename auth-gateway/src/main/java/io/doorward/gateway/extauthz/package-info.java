/**
 * Envoy's external authorization, version 3, over HTTP and over gRPC, and with it the external
 * authorization of the Kubernetes Gateway API. Must not import another way in.
 */
@NullMarked
package io.doorward.gateway.extauthz;

import org.jspecify.annotations.NullMarked;
