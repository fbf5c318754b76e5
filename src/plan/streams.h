// The address space of random numbers: which stream serves which columns.
//
// A number's address is (seed, stream, entity, sub, word). Streams are never renumbered or reused:
// a new column takes a new stream or a free word, and no other column changes. The words are given
// beside each stream; "free" ones are drawn anyway and serve the next column.
#pragma once

#include <cstdint>

namespace fauxmart {

enum Stream : uint32_t {
  // Hours. Entity: hour.
  kStreamSeries = 1,      // word 0-2: normals of tickets, delays, abandonment
  kStreamPhases = 2,  // sub 0: phases late, ticket of late, ticket of promoted, ticket of others
  // sub 1: word 0 Poisson orders, 1 Poisson carts, 2 ticket of those no longer late, 3 free
  // sub 2: levers: late taken, late added, tickets taken, tickets added
  kStreamMetricNoise = 3,  // word 0: page load
  kStreamSalt = 5,     // entity 0: of truth.json
  kStreamTracked = 4,  // sub: product id; word 0: phase of its lines. Sub 0: of all without stock
  // Arrivals. Coins that share a layer out to blocks: see block_counts.cc; sub: layer.
  kStreamOrderBlocks = 10,
  kStreamCartBlocks = 11,
  // Entity: hour x 2^8 + layer.
  kStreamOrderRanks = 12,
  kStreamCartRanks = 13,
  // Entity: hour x 2^32 + layer x 2^25 + i / 4, word i % 4 for the layer's i-th; sub: attempt.
  kStreamOrderTimes = 14,
  kStreamCartTimes = 15,
  // Customers. Entity: customer id.
  kStreamCustomer = 20,  // cohort, loyalty, city, activity
  kStreamCustomerOrigin = 21,  // acquisition, created_at, free, lifetime value
  kStreamCustomerName = 22,  // first name, last name, phone, e-mail domain
  kStreamCustomerSensitivity = 23,  // sub 0..7: the uniforms of a Beta by order statistics
  // Products. Entity: product id.
  kStreamProduct = 30,  // category, subcategory, brand, noun
  kStreamProductMoney = 31,  // price, cost, weight, supplier
  kStreamProductRank = 32,  // popularity rank (2 words), name word, free
  // Orders. Entity: order key.
  kStreamOrderWho = 40,  // free, cohort, customer (2 words)
  kStreamOrderHow = 41,  // channel, payment type, payment failure, status
  kStreamOrderWhat = 42,  // items, warehouse, expected delivery, delivery
  kStreamOrderFailure = 43,  // failure reason, free, free, free
  // Lines. Entity: item id. Sub: attempt.
  kStreamLine = 50,  // category, product, coin, quantity
  // Returns. Entity: order key, sub line / 4, word line % 4: whether; details by item id.
  kStreamReturn = 55,
  kStreamReturnDetail = 56,  // reason, days after delivery (and time), processed, processing days
  // Tickets. Entity: order key.
  kStreamTicket = 60,  // named, created, category, subcategory
  kStreamTicketHandling = 61,  // severity, first response, resolved, resolution time
  kStreamTicketDesk = 62,  // channel, language, agent type, agent
  kStreamTicketAfter = 63,  // csat answered, csat, escalations, free
  kStreamTicketIds = 64,  // entity: 0; words 0, 1: keys of the ids
  // Abandoned carts. Entity: cart key.
  kStreamCartWho = 70,  // free, cohort, customer (2 words)
  kStreamCartHow = 71,  // channel, stage, reason, known
  kStreamCartWhat = 72,  // items, free, free, free
  kStreamCartLine = 73,  // as kStreamLine; entity: cart key x 8 + line
  // Effects. Sub: the effect's own key. A draw kept or replaced: coin, replacement (2 words), free.
  kStreamOrderEffect = 80,  // entity: order key
  kStreamLineEffect = 81,  // entity: item id
  kStreamCartEffect = 82,  // entity: cart key
  kStreamCartLineEffect = 83,  // entity: cart key x 8 + line
  // Rates under filters. Entity: order key. Late, ticket, ticket of late, free.
  kStreamRowRates = 84,
  kStreamWanted = 85,  // entity: order key; which tracked product, free, free, free
};

}  // namespace fauxmart
