package dev.plumbline.accounts.ec2;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.query.XmlNode;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A route table.
 *
 * @param id its id
 * @param main whether it holds for all subnets that have none of their own
 * @param subnetIds the subnets that it was given to
 * @param internet whether one of its routes leads to an internet gateway
 */
public record RouteTable(String id, boolean main, SortedSet<String> subnetIds, boolean internet) {
    /** Copies the set and checks that nothing is missing. */
    public RouteTable {
        requireNonNull(id, "id is null");
        subnetIds = Collections.unmodifiableSortedSet(new TreeSet<>(subnetIds));
    }

    static RouteTable from(XmlNode node) {
        List<XmlNode> associations = node.items("associationSet");
        return new RouteTable(
                node.text("routeTableId"),
                associations.stream().anyMatch(each -> each.flag("main")),
                associations.stream()
                        .map(each -> each.text("subnetId"))
                        .filter(id -> !id.isEmpty())
                        .collect(Collectors.toCollection(TreeSet::new)),
                node.items("routeSet").stream()
                        .anyMatch(route -> route.text("gatewayId").startsWith("igw-")));
    }
}
