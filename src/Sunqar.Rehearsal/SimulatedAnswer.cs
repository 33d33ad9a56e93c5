namespace Sunqar.Rehearsal;

/// <summary>Who answers for a held payment of a simulated country: the truth, which nothing that decides reads.</summary>
internal enum Answerer
{
    /// <summary>The person, in time.</summary>
    Holder,

    /// <summary>The person, when the challenge is over.</summary>
    Late,

    /// <summary>The person says no in the app.</summary>
    Refuser,

    /// <summary>Somebody with the IIN alone, on a telephone that is enrolled for himself.</summary>
    Stranger,

    /// <summary>Somebody who got his telephone enrolled on the stolen IIN: the bank was deceived before.</summary>
    Enrolled,

    /// <summary>Somebody with another's card at a cash machine, who shows his own finger and face.</summary>
    Runner,
}

/// <summary>Chance that hangs on names alone: one country answers one way.</summary>
internal static class AnswerChance
{
    /// <summary>FNV-1a, with its bits mixed once more: neighbours in a row of ids are no neighbours here.</summary>
    public static ulong Of(ulong seed, string name)
    {
        var hash = 14_695_981_039_346_656_037UL ^ seed;
        unchecked
        {
            foreach (var c in name)
                hash = (hash ^ c) * 1_099_511_628_211UL;
            hash = (hash ^ (hash >> 31)) * 0x9E37_79B9_7F4A_7C15;
        }
        return hash >> 8;
    }

    /// <summary>Who answers for a held top-up, of a hundred.</summary>
    public static Answerer OfTopUp(ulong seed, string paymentId) =>
        (Of(seed, paymentId) % 100) switch
        {
            < 84 => Answerer.Holder,
            < 88 => Answerer.Late,
            < 91 => Answerer.Refuser,
            < 97 => Answerer.Stranger,
            _ => Answerer.Enrolled,
        };
}
