/**
 * Applies manifests to the one cluster beside which the function stands: a CloudFormation custom resource, in the
 * cluster's own VPC, since nobody else reaches a private endpoint. What a manifest should say does not belong here.
 */
@NullMarked
package dev.plumbline.cluster;

import org.jspecify.annotations.NullMarked;
