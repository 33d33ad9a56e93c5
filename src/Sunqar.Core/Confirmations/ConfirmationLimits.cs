namespace Sunqar.Core.Confirmations;

/// <summary>Limits of confirmations, each with its reason.</summary>
public static class ConfirmationLimits
{
    /// <summary>A challenge is good for five minutes: as long as a code of strong customer authentication (Commission Delegated Regulation
    /// (EU) 2018/389, Art. 4(3)(c)); microseconds.</summary>
    public const long LifeUs = 300_000_000;

    /// <summary>Challenges that are over are remembered for a day, so that a late answer is told that it is late; microseconds.</summary>
    public const long RememberedUs = 86_400_000_000;

    /// <summary>Challenges of one payment in a day: somebody asks again who let one go by, not a hundred times.</summary>
    public const int ChallengesMax = 10;

    /// <summary>Answers to one challenge that do not hold: above that it is over.</summary>
    public const int TriesMax = 10;

    /// <summary>Devices of one person at one institution that are in use at a time.</summary>
    public const int DevicesMax = 8;

    /// <summary>A family shares a device; keys of more people on one are a doubt of who they are. The house's choice.</summary>
    public const int PeopleOnDeviceMax = 4;

    /// <summary>A person has a telephone, an old one and a tablet at a few banks; more devices are a doubt. The house's choice.</summary>
    public const int DevicesOfPersonMax = 6;

    /// <summary>A verifier's statement is this old at most when it comes; microseconds.</summary>
    public const long StatementAgeUsMax = 300_000_000;

    /// <summary>A statement's clock may be ahead by so much; microseconds.</summary>
    public const long StatementAheadUsMax = 60_000_000;
}
