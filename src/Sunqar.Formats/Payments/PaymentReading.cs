using Sunqar.Core.Payments;

namespace Sunqar.Formats.Payments;

/// <summary>The outcome of reading a payment's JSON: <see cref="Read"/> or <see cref="Refused"/>.</summary>
public abstract record PaymentReading
{
    private PaymentReading() { }

    /// <summary>A payment that keeps every limit and carries what its kind requires.</summary>
    public sealed record Read(Payment Payment) : PaymentReading;

    /// <summary>Not taken. No text of it repeats a value of the input, which may be personal.</summary>
    /// <param name="Field">Path of the field, <c>recipient.card</c>; empty where the whole is meant.</param>
    /// <param name="Column">Byte within the text, from 1, where the field's value stands; 0 where it is missing.</param>
    /// <param name="Reason">What is wrong.</param>
    /// <param name="Expected">What would be right.</param>
    public sealed record Refused(string Field, int Column, string Reason, string Expected) : PaymentReading
    {
        /// <summary>As a line of a file; the line itself is left out, for it may be personal.</summary>
        public BadInput In(string file, long line) => new(file, line, Column, Field.Length == 0 ? null : Field, Reason, Expected);
    }
}
