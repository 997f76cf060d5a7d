/**
 * Every decision about a cluster, made once: {@link dev.minik.plan.ClusterPlanner} turns what the user wants and what host and images are
 * like into a {@link dev.minik.plan.ClusterPlan}. Nothing here asks or changes the outside world.
 */
@NullMarked
package dev.minik.plan;

import org.jspecify.annotations.NullMarked;
