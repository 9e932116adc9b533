import { bool, int, list, map, nullable, number, object, optional, text } from "../schema.ts";
import { findingFields, sectionFields } from "./health-section.ts";

/** A node of a relay region; the keys are those of relay maps, as clients spell them (spec deployment §4.2). */
const relayNode = object(
  {
    Name: text({ description: "Unique name of the node." }),
    RegionID: int({ description: "Region that the node belongs to." }),
    HostName: text({ description: "Host name of the node." }),
    CertName: optional(text({ description: "Name in its certificate, when it is another one." })),
    IPv4: optional(text({ description: "IPv4 address, or `none`." })),
    IPv6: optional(text({ description: "IPv6 address, or `none`." })),
    STUNPort: optional(int({ description: "Port of STUN; -1 switches it off." })),
    STUNOnly: optional(bool({ description: "Whether the node only answers STUN." })),
    DERPPort: optional(int({ description: "Port of the relay; absent for 443." })),
    InsecureForTests: optional(bool({ description: "Whether certificates are not checked." })),
    ForceHTTP: optional(bool({ description: "Whether the relay is reached without TLS." })),
    STUNTestIP: optional(text({ description: "Address of STUN in tests." })),
    CanPort80: optional(bool({ description: "Whether port 80 answers too." })),
  },
  { name: "DERPNode", description: "A node of a relay region." },
);

const relayRegion = object(
  {
    EmbeddedRelay: bool({ description: "Whether this deployment runs the relay itself." }),
    RegionID: int({ description: "Id of the region." }),
    RegionCode: text({ description: "Short name of the region." }),
    RegionName: text({ description: "Name of the region for people." }),
    Avoid: optional(bool({ description: "Whether clients should not choose it." })),
    Nodes: list(relayNode, { description: "The nodes in order of preference." }),
  },
  { name: "DERPRegion", description: "A region of relays." },
);

const log = list(list(text({ description: "A line." }), { description: "Lines of one client." }), {
  description: "Lines by client.",
});

const nodeReport = object(
  {
    ...findingFields,
    node: nullable(relayNode),
    node_info: object(
      {
        TokenBucketBytesPerSecond: int({ description: "Sustained bytes a second; 0: no limit." }),
        TokenBucketBytesBurst: int({ description: "Bytes of a burst; 0: no limit." }),
      },
      { name: "DERPServerInfo", description: "The limits that the relay announces." },
    ),
    can_exchange_messages: bool({ description: "Whether two clients reached each other." }),
    round_trip_ping: text({ description: "Round-trip time with its unit." }),
    round_trip_ping_ms: int({ description: "Round-trip time in milliseconds." }),
    uses_websocket: bool({ description: "Whether the relay was only reached by websocket." }),
    client_logs: log,
    client_errs: log,
    stun: object(
      {
        Enabled: bool({ description: "Whether the node is meant to answer STUN." }),
        CanSTUN: bool({ description: "Whether it did." }),
        Error: nullable(text({ description: "Why it did not." })),
      },
      { name: "STUNReport", description: "Whether the node answers STUN." },
    ),
  },
  { name: "DERPNodeReport", description: "The health of a relay node." },
);

const regionReport = object(
  {
    ...findingFields,
    region: nullable(relayRegion),
    node_reports: list(nodeReport, { description: "The nodes of the region." }),
  },
  { name: "DERPRegionReport", description: "The health of a relay region." },
);

const unknownWhenNull = (description: string) => nullable(bool({ description }));

const latencies = (description: string) =>
  map(number({ description: "Nanoseconds." }), { description });

/** What the server found out about its own network (spec deployment §4.2: Go field names). */
const netcheck = object(
  {
    UDP: bool({ description: "Whether UDP got through." }),
    IPv6: bool({ description: "Whether a round trip over IPv6 worked." }),
    IPv4: bool({ description: "Whether a round trip over IPv4 worked." }),
    IPv6CanSend: bool({ description: "Whether a packet over IPv6 could be sent." }),
    IPv4CanSend: bool({ description: "Whether a packet over IPv4 could be sent." }),
    OSHasIPv6: bool({ description: "Whether the system knows IPv6." }),
    ICMPv4: bool({ description: "Whether ICMP over IPv4 worked." }),
    MappingVariesByDestIP: unknownWhenNull("Whether the NAT maps by destination; null: unknown."),
    HairPinning: unknownWhenNull("Whether the router sends back to itself; null: unknown."),
    UPnP: unknownWhenNull("Whether UPnP was found; null: not checked."),
    PMP: unknownWhenNull("Whether NAT-PMP was found; null: not checked."),
    PCP: unknownWhenNull("Whether PCP was found; null: not checked."),
    PreferredDERP: int({ description: "Id of the nearest region; 0: unknown." }),
    RegionLatency: latencies("The lowest latency by region id."),
    RegionV4Latency: latencies("Latency over IPv4 by region id."),
    RegionV6Latency: latencies("Latency over IPv6 by region id."),
    GlobalV4: text({ description: "Public IPv4 address and port, or empty." }),
    GlobalV6: text({ description: "Public IPv6 address and port, or empty." }),
    CaptivePortal: unknownWhenNull("Whether a captive portal was seen; null: not checked."),
  },
  { name: "NetcheckReport", description: "What is known about the server's network." },
);

/** The section `derp`: relays and the server's network. All of it is there without a relay, too. */
export const derpReport = object(
  {
    ...sectionFields,
    regions: map(regionReport, { description: "The relay regions by id." }),
    netcheck,
    netcheck_err: optional(text({ description: "Why the network check failed." })),
    netcheck_logs: list(text({ description: "A line." }), { description: "Lines of the check." }),
  },
  { name: "DERPHealthReport", description: "The health of the relays." },
);
