namespace Sunqar.Core.Acts;

/// <summary>What somebody is to the house; who may do what is laid down by it. Kept in facts: never renumber.</summary>
public enum Role : byte
{
    /// <summary>Nobody signed in.</summary>
    Nobody = 0,

    /// <summary>The house itself: what falls due by the clock, and what comes back from outside.</summary>
    System = 1,

    /// <summary>A person who has proved an IIN, and sees who looked at it.</summary>
    Citizen = 2,

    /// <summary>Finds: reads findings, alerts and networks under pseudonyms.</summary>
    Analyst = 3,

    /// <summary>Acts: opens cases, asks for measures and for names.</summary>
    Officer = 4,

    /// <summary>Approves what an officer of another unit asks for.</summary>
    Head = 5,

    /// <summary>Licences, providers' duties, blocking.</summary>
    Supervisor = 6,

    /// <summary>Watches those who look; sees no payment.</summary>
    Overseer = 7,

    /// <summary>A bank, by its key.</summary>
    Bank = 8,

    /// <summary>A platform that trades digital assets, by its key.</summary>
    Platform = 9,

    /// <summary>Accounts and keys; sees no case and no person.</summary>
    Admin = 10,
}

/// <summary>Who does something.</summary>
/// <param name="Id">The account's id, or <c>key:INSTITUTION</c> for an institution's key; never a person's name.</param>
/// <param name="Unit">The unit that the account belongs to: a second person comes from another one. Empty where there is none.</param>
/// <param name="Institution">The institution that a key speaks for; null for people.</param>
public sealed record Actor(string Id, Role Role, string Unit = "", string? Institution = null)
{
    /// <summary>The house itself.</summary>
    public static Actor House { get; } = new("house", Role.System);

    /// <summary>Who has not signed in.</summary>
    public static Actor Nobody { get; } = new("", Role.Nobody);
}
