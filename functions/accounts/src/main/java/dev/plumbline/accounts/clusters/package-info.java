/** EKS: how clusters and their parts are. What is inside a cluster is nobody's here to ask. */
@NullMarked
package dev.plumbline.accounts.clusters;

import org.jspecify.annotations.NullMarked;
