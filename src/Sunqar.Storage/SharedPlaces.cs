using Sunqar.Storage.Postgres;

namespace Sunqar.Storage;

/// <summary>What nodes share, and where it lies.</summary>
/// <param name="Journal">The facts.</param>
/// <param name="Keys">A PostgreSQL of its own for keys and all else that is kept beside the journal; null where they lie in the data
/// folder of one node.</param>
/// <param name="Address">Where other nodes reach this one; null for a process that is no node among others.</param>
public sealed record SharedPlaces(PostgresPlace Journal, PostgresPlace? Keys = null, string? Address = null);
