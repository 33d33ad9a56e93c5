using Sunqar.Core.Facts;

namespace Sunqar.Core.Cases.Reports;

/// <summary>What was said about a form. The number is what journals store.</summary>
public enum Fm1AnswerKind : byte
{
    Accepted = 1,

    /// <summary>Not accepted: it is corrected and sent again.</summary>
    Refused = 2,

    /// <summary>More information is asked for, by a day.</summary>
    Asked = 3,

    /// <summary>What was asked for was answered.</summary>
    Answered = 4,

    /// <summary>The notice that a request was accepted.</summary>
    RequestAccepted = 5,
}

/// <summary>A form FM-1 was written to be sent. It says nothing of whom it is about.</summary>
/// <param name="Guid">Of the document, 36 characters: answers name it.</param>
/// <param name="Version">Of what it says; another one under the same GUID is the form corrected.</param>
/// <param name="Number">The house's own.</param>
/// <param name="Cases">That it belongs to; empty of a threshold operation of none.</param>
/// <param name="Sha256">Of its bytes, 64 hexadecimal digits.</param>
public sealed record Fm1Sent(string Guid, string Version, string Number, IReadOnlyList<string> Cases, string Sha256) : Fact;

/// <summary>An answer came to a form.</summary>
/// <param name="Guid">Of the form.</param>
/// <param name="Number">Of the form; <paramref name="Cases"/> too.</param>
/// <param name="Message">GUID of the answer itself, by which an answer to a request names it.</param>
/// <param name="Sha256">Of the answer's bytes: the file itself is kept elsewhere.</param>
/// <param name="AtUs">As the answer says; microseconds since 1970-01-01T00:00:00Z, as <paramref name="DueUs"/>.</param>
/// <param name="Code">Of the error; 0 where there is none.</param>
/// <param name="Reason">Name of the error; empty where there is none, or where it seems to name somebody.</param>
/// <param name="DueUs">By when something is to be done; 0 where nothing is.</param>
public sealed record Fm1Answered(
    string Guid,
    string Number,
    IReadOnlyList<string> Cases,
    Fm1AnswerKind Kind,
    string Message,
    string Sha256,
    long AtUs,
    long Code,
    string Reason,
    long DueUs
) : Fact
{
    /// <summary>In words for people.</summary>
    public string Words =>
        Kind switch
        {
            Fm1AnswerKind.Accepted => "accepted",
            Fm1AnswerKind.Refused => Reason.Length > 0 ? $"not accepted, code {Code}: {Reason}" : $"not accepted, code {Code}",
            Fm1AnswerKind.Asked => "more information is asked for",
            Fm1AnswerKind.RequestAccepted => "the request for more information was accepted",
            _ => "the request for more information was answered",
        };
}
