namespace Sunqar.Core.Facts;

/// <summary>
/// Something that happened, appended once and never changed. Each room declares its own facts beside what folds them; the journal's
/// schema (Sunqar.Storage/Schema) gives each a message. State anywhere in the house is a fold over these.
/// </summary>
public abstract record Fact;

/// <summary>A fact with its place in the journal.</summary>
/// <param name="Stream">The stream that holds it.</param>
/// <param name="Sequence">Its number in that stream, from 0, without gaps.</param>
/// <param name="RecordedUs">When it was appended, microseconds since 1970-01-01T00:00:00Z, by the writer's clock.</param>
public readonly record struct RecordedFact(string Stream, long Sequence, long RecordedUs, Fact Fact);
