using Sunqar.Core.Facts;

namespace Sunqar.Core.Queue;

/// <summary>What waits for people. Kept in facts: never renumber.</summary>
public enum WorkKind : byte
{
    None = 0,

    /// <summary>A payment is held, and goes on by itself when the hold's time is over.</summary>
    Hold = 1,

    /// <summary>A rule spoke of somebody.</summary>
    Alert = 2,

    /// <summary>A measure waits for its second person, or for the word that it was carried out.</summary>
    Measure = 3,

    /// <summary>Something else waits for a second person.</summary>
    Second = 4,

    /// <summary>A site's blocking waits for its second person.</summary>
    Block = 5,

    /// <summary>A task of a case.</summary>
    Task = 6,

    /// <summary>A case.</summary>
    Case = 7,

    /// <summary>Somebody asks to look at people.</summary>
    Look = 8,

    /// <summary>A citizen or bank objected to a decision.</summary>
    Objection = 9,

    /// <summary>A breach of personal data waits for its notice.</summary>
    Breach = 10,

    /// <summary>The overseer's: an alarm, or a citizen's objection to a look.</summary>
    Alarm = 11,
}

/// <summary>Somebody answers for a piece of work that no room of its own gives to anybody.</summary>
/// <param name="ItemId">The piece's own id; of a held payment <see cref="HeldPayment.IdOf"/>.</param>
/// <param name="Officer">The account's id; empty where it was put back.</param>
public sealed record WorkGiven(WorkKind Kind, string ItemId, string Officer) : Fact;
