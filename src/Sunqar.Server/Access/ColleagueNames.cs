using Sunqar.Core.Acts;
using Sunqar.Server.Entrance;

namespace Sunqar.Server.Access;

/// <summary>What people are called to each other: by the name that they sign in with, never by an account's id. Acts and the oversight log
/// keep the id.</summary>
public sealed class ColleagueNames(AccessDoor access)
{
    /// <summary>A name; the id where the account has none any more.</summary>
    public string Of(string account) => account == Actor.House.Id ? "the house" : access.Credentials?.OfAccount(account)?.Name ?? account;
}
