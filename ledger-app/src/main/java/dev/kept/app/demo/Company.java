package dev.kept.app.demo;

import dev.kept.api.fact.Tier;
import java.util.List;

/// Who is in the simulated company, and what they promise.
final class Company {
    /// Promises little and keeps less from the middle of the year on.
    static final String DECAYING = "ben.otto";
    /// Misses now and then, and always says so first.
    static final String HONEST = "anna.berg";
    /// Buys without making trouble; a promise to it is disputed now and then.
    static final String DISPUTING_CUSTOMER = "Juniper Clinic";

    static final List<Promisor> PROMISORS = List.of(
            new Promisor(HONEST, 86, 90),
            new Promisor(DECAYING, 94, 15),
            new Promisor("carla.diaz", 96, 40),
            new Promisor("dmitri.kovac", 91, 30),
            new Promisor("eva.lind", 97, 50),
            new Promisor("farid.noor", 93, 35),
            new Promisor("grace.hall", 89, 45),
            new Promisor("hugo.marin", 95, 40),
            new Promisor("service-desk", 92, 25),
            new Promisor("billing", 98, 60));

    static final List<Promisor> CARRIERS =
            List.of(new Promisor("northline-freight", 93, 20), new Promisor("quickpost", 84, 10));

    static final List<String> CUSTOMERS = List.of(
            "Acme Tools",
            "Birch & Sons",
            "Cobalt Foods",
            "Delta Print",
            "Elm Street School",
            "Fjord Seafood",
            "Granite Homes",
            "Harbour Hotel",
            "Ibis Travel",
            DISPUTING_CUSTOMER,
            "Kestrel Cycles",
            "Lumen Lighting",
            "Maple Dairy",
            "Nordwind Energie",
            "Orchard Farms",
            "Pike Street Books",
            "Quarry Stone",
            "Riverbend Museum",
            "Sable Leather",
            "Tamarind Kitchen",
            "Umbra Studios",
            "Violet Florists",
            "Willow Care",
            "Xenia Fabrics",
            "Yarrow Pharmacy",
            "Zephyr Sailing",
            "Alder Bikes",
            "Bramble Bakery",
            "Cedar Dental",
            "Dune Logistics",
            "Ember Ceramics",
            "Fern Nursery",
            "Gale Windows",
            "Hazel Optics",
            "Indigo Textiles",
            "Jade Garden",
            "Kiln & Clay",
            "Larch Furniture",
            "Mistral Coffee",
            "Nimbus Weather");

    /// A kind of promise: how often it is made, how long it runs, how much it matters.
    enum Kind {
        CALL_BACK("call-back", 26, 1, Tier.TRIVIAL, "We call back by tomorrow afternoon"),
        QUOTE("quote", 16, 4, Tier.STANDARD, "The quote is with you in four days"),
        SHIP_ORDER("ship-order", 22, 7, Tier.STANDARD, "Your order leaves our dock within a week"),
        REPAIR_VISIT("repair-visit", 12, 3, Tier.STANDARD, "The technician rings between 9 and 11"),
        REFUND("refund", 8, 5, Tier.MINOR, "The refund is booked within five days"),
        ONBOARDING("onboarding-step", 6, 21, Tier.MAJOR, "The next onboarding step is done in three weeks"),
        REVIEW("quarterly-review", 3, 30, Tier.MAJOR, "We sit down for the quarterly review within a month"),
        PRICE("PRICE", 7, 14, Tier.MINOR, "The invoice holds no fee beyond the quoted price");

        final String label;
        final int share;
        final int days;
        final Tier tier;
        final String statement;

        Kind(String label, int share, int days, Tier tier, String statement) {
            this.label = label;
            this.share = share;
            this.days = days;
            this.tier = tier;
            this.statement = statement;
        }
    }

    /// @param keptPercent how many of a hundred promises are kept on time in a quiet week
    /// @param admitsPercent how many of a hundred broken ones are told before anybody notices
    record Promisor(String name, int keptPercent, int admitsPercent) {}

    private Company() {}
}
