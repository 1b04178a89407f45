// GENERATED from proto/gridwarden/v1 by `npm run proto`. DO NOT EDIT.
import * as $protobuf from "protobufjs";
import Long = require("long");

/** Namespace gridwarden. */
export namespace gridwarden {

    /** Namespace v1. */
    namespace v1 {

        /** CandidateType enum. */
        enum CandidateType {

            /** CANDIDATE_TYPE_UNSPECIFIED value */
            CANDIDATE_TYPE_UNSPECIFIED = 0,

            /** CANDIDATE_TYPE_RAISE value */
            CANDIDATE_TYPE_RAISE = 1,

            /** CANDIDATE_TYPE_CLEAR value */
            CANDIDATE_TYPE_CLEAR = 2
        }

        /** CaseKind enum. */
        enum CaseKind {

            /** CASE_KIND_UNSPECIFIED value */
            CASE_KIND_UNSPECIFIED = 0,

            /** CASE_KIND_ALARM value */
            CASE_KIND_ALARM = 1,

            /** CASE_KIND_WARNING value */
            CASE_KIND_WARNING = 2,

            /** CASE_KIND_CLUE value */
            CASE_KIND_CLUE = 3,

            /** CASE_KIND_FAULT value */
            CASE_KIND_FAULT = 4
        }

        /**
         * Properties of a RuleVerdict.
         * @deprecated Use gridwarden.v1.RuleVerdict.$Properties instead.
         */
        interface IRuleVerdict extends gridwarden.v1.RuleVerdict.$Properties {
        }

        /** Represents a RuleVerdict. */
        class RuleVerdict {

            /**
             * Constructs a new RuleVerdict.
             * @param [properties] Properties to set
             */
            constructor(properties?: gridwarden.v1.RuleVerdict.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** RuleVerdict ruleId. */
            ruleId: string;

            /** RuleVerdict ruleVersion. */
            ruleVersion: string;

            /** RuleVerdict episode. */
            episode: number;

            /** RuleVerdict inputs. */
            inputs: { [k: string]: gridwarden.v1.ChannelValue.$Properties };

            /**
             * Creates a new RuleVerdict instance using the specified properties.
             * @param [properties] Properties to set
             * @returns RuleVerdict instance
             */
            static create(properties: gridwarden.v1.RuleVerdict.$Shape): gridwarden.v1.RuleVerdict & gridwarden.v1.RuleVerdict.$Shape;
            static create(properties?: gridwarden.v1.RuleVerdict.$Properties): gridwarden.v1.RuleVerdict;

            /**
             * Encodes the specified RuleVerdict message. Does not implicitly {@link gridwarden.v1.RuleVerdict.verify|verify} messages.
             * @param message RuleVerdict message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: gridwarden.v1.RuleVerdict.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a RuleVerdict message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {gridwarden.v1.RuleVerdict & gridwarden.v1.RuleVerdict.$Shape} RuleVerdict
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): gridwarden.v1.RuleVerdict & gridwarden.v1.RuleVerdict.$Shape;

            /**
             * Verifies a RuleVerdict message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a RuleVerdict message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns RuleVerdict
             */
            static fromObject(object: { [k: string]: any }): gridwarden.v1.RuleVerdict;

            /**
             * Creates a plain object from a RuleVerdict message. Also converts values to other types if specified.
             * @param message RuleVerdict
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: gridwarden.v1.RuleVerdict, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this RuleVerdict to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for RuleVerdict
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace RuleVerdict {

            /** Properties of a RuleVerdict. */
            interface $Properties {

                /** RuleVerdict ruleId */
                ruleId?: (string|null);

                /** RuleVerdict ruleVersion */
                ruleVersion?: (string|null);

                /** RuleVerdict episode */
                episode?: (number|null);

                /** RuleVerdict inputs */
                inputs?: ({ [k: string]: gridwarden.v1.ChannelValue.$Properties }|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a RuleVerdict. */
            type $Shape = {
              ruleId?: string|null;
              ruleVersion?: string|null;
              episode?: number|null;
              inputs?: { [k: string]: gridwarden.v1.ChannelValue.$Shape }|null;
              $unknowns?: Uint8Array[];
            };
        }

        /**
         * Properties of a CaseCandidate.
         * @deprecated Use gridwarden.v1.CaseCandidate.$Properties instead.
         */
        interface ICaseCandidate extends gridwarden.v1.CaseCandidate.$Properties {
        }

        /** Represents a CaseCandidate. */
        class CaseCandidate {

            /**
             * Constructs a new CaseCandidate.
             * @param [properties] Properties to set
             */
            constructor(properties?: gridwarden.v1.CaseCandidate.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** CaseCandidate candidateId. */
            candidateId: string;

            /** CaseCandidate type. */
            type: gridwarden.v1.CandidateType;

            /** CaseCandidate deviceId. */
            deviceId: string;

            /** CaseCandidate source. */
            source: string;

            /** CaseCandidate assetCode. */
            assetCode: string;

            /** CaseCandidate categoryCode. */
            categoryCode: string;

            /** CaseCandidate severity. */
            severity: number;

            /** CaseCandidate certainty. */
            certainty: number;

            /** CaseCandidate at. */
            at: number;

            /** CaseCandidate since. */
            since: number;

            /** CaseCandidate position. */
            position?: (gridwarden.v1.Position.$Properties|null);

            /** CaseCandidate verdict. */
            verdict?: (gridwarden.v1.RuleVerdict.$Properties|null);

            /** CaseCandidate simulated. */
            simulated: boolean;

            /** CaseCandidate commit. */
            commit: number;

            /** CaseCandidate frame. */
            frame: number;

            /** CaseCandidate kind. */
            kind: gridwarden.v1.CaseKind;

            /** CaseCandidate test. */
            test: boolean;

            /** CaseCandidate subject. */
            subject: string;

            /**
             * Creates a new CaseCandidate instance using the specified properties.
             * @param [properties] Properties to set
             * @returns CaseCandidate instance
             */
            static create(properties: gridwarden.v1.CaseCandidate.$Shape): gridwarden.v1.CaseCandidate & gridwarden.v1.CaseCandidate.$Shape;
            static create(properties?: gridwarden.v1.CaseCandidate.$Properties): gridwarden.v1.CaseCandidate;

            /**
             * Encodes the specified CaseCandidate message. Does not implicitly {@link gridwarden.v1.CaseCandidate.verify|verify} messages.
             * @param message CaseCandidate message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: gridwarden.v1.CaseCandidate.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a CaseCandidate message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {gridwarden.v1.CaseCandidate & gridwarden.v1.CaseCandidate.$Shape} CaseCandidate
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): gridwarden.v1.CaseCandidate & gridwarden.v1.CaseCandidate.$Shape;

            /**
             * Verifies a CaseCandidate message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a CaseCandidate message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns CaseCandidate
             */
            static fromObject(object: { [k: string]: any }): gridwarden.v1.CaseCandidate;

            /**
             * Creates a plain object from a CaseCandidate message. Also converts values to other types if specified.
             * @param message CaseCandidate
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: gridwarden.v1.CaseCandidate, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this CaseCandidate to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for CaseCandidate
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace CaseCandidate {

            /** Properties of a CaseCandidate. */
            interface $Properties {

                /** CaseCandidate candidateId */
                candidateId?: (string|null);

                /** CaseCandidate type */
                type?: (gridwarden.v1.CandidateType|null);

                /** CaseCandidate deviceId */
                deviceId?: (string|null);

                /** CaseCandidate source */
                source?: (string|null);

                /** CaseCandidate assetCode */
                assetCode?: (string|null);

                /** CaseCandidate categoryCode */
                categoryCode?: (string|null);

                /** CaseCandidate severity */
                severity?: (number|null);

                /** CaseCandidate certainty */
                certainty?: (number|null);

                /** CaseCandidate at */
                at?: (number|null);

                /** CaseCandidate since */
                since?: (number|null);

                /** CaseCandidate position */
                position?: (gridwarden.v1.Position.$Properties|null);

                /** CaseCandidate verdict */
                verdict?: (gridwarden.v1.RuleVerdict.$Properties|null);

                /** CaseCandidate simulated */
                simulated?: (boolean|null);

                /** CaseCandidate commit */
                commit?: (number|null);

                /** CaseCandidate frame */
                frame?: (number|null);

                /** CaseCandidate kind */
                kind?: (gridwarden.v1.CaseKind|null);

                /** CaseCandidate test */
                test?: (boolean|null);

                /** CaseCandidate subject */
                subject?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a CaseCandidate. */
            type $Shape = {
              candidateId?: string|null;
              type?: gridwarden.v1.CandidateType|null;
              deviceId?: string|null;
              source?: string|null;
              assetCode?: string|null;
              categoryCode?: string|null;
              severity?: number|null;
              certainty?: number|null;
              at?: number|null;
              since?: number|null;
              position?: gridwarden.v1.Position.$Shape|null;
              verdict?: gridwarden.v1.RuleVerdict.$Shape|null;
              simulated?: boolean|null;
              commit?: number|null;
              frame?: number|null;
              kind?: gridwarden.v1.CaseKind|null;
              test?: boolean|null;
              subject?: string|null;
              $unknowns?: Uint8Array[];
            };
        }

        /**
         * Properties of a GridRef.
         * @deprecated Use gridwarden.v1.GridRef.$Properties instead.
         */
        interface IGridRef extends gridwarden.v1.GridRef.$Properties {
        }

        /** Represents a GridRef. */
        class GridRef {

            /**
             * Constructs a new GridRef.
             * @param [properties] Properties to set
             */
            constructor(properties?: gridwarden.v1.GridRef.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** GridRef system. */
            system: string;

            /** GridRef version. */
            version: string;

            /** GridRef code. */
            code: string;

            /** GridRef path. */
            path: string[];

            /** GridRef type. */
            type: string;

            /**
             * Creates a new GridRef instance using the specified properties.
             * @param [properties] Properties to set
             * @returns GridRef instance
             */
            static create(properties: gridwarden.v1.GridRef.$Shape): gridwarden.v1.GridRef & gridwarden.v1.GridRef.$Shape;
            static create(properties?: gridwarden.v1.GridRef.$Properties): gridwarden.v1.GridRef;

            /**
             * Encodes the specified GridRef message. Does not implicitly {@link gridwarden.v1.GridRef.verify|verify} messages.
             * @param message GridRef message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: gridwarden.v1.GridRef.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a GridRef message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {gridwarden.v1.GridRef & gridwarden.v1.GridRef.$Shape} GridRef
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): gridwarden.v1.GridRef & gridwarden.v1.GridRef.$Shape;

            /**
             * Verifies a GridRef message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a GridRef message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns GridRef
             */
            static fromObject(object: { [k: string]: any }): gridwarden.v1.GridRef;

            /**
             * Creates a plain object from a GridRef message. Also converts values to other types if specified.
             * @param message GridRef
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: gridwarden.v1.GridRef, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this GridRef to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for GridRef
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace GridRef {

            /** Properties of a GridRef. */
            interface $Properties {

                /** GridRef system */
                system?: (string|null);

                /** GridRef version */
                version?: (string|null);

                /** GridRef code */
                code?: (string|null);

                /** GridRef path */
                path?: (string[]|null);

                /** GridRef type */
                type?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a GridRef. */
            type $Shape = gridwarden.v1.GridRef.$Properties;
        }

        /**
         * Properties of an Evidence.
         * @deprecated Use gridwarden.v1.Evidence.$Properties instead.
         */
        interface IEvidence extends gridwarden.v1.Evidence.$Properties {
        }

        /** Represents an Evidence. */
        class Evidence {

            /**
             * Constructs a new Evidence.
             * @param [properties] Properties to set
             */
            constructor(properties?: gridwarden.v1.Evidence.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Evidence kind. */
            kind: gridwarden.v1.Evidence.Kind;

            /** Evidence uri. */
            uri: string;

            /** Evidence capturedAt. */
            capturedAt: number;

            /** Evidence note. */
            note: string;

            /**
             * Creates a new Evidence instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Evidence instance
             */
            static create(properties: gridwarden.v1.Evidence.$Shape): gridwarden.v1.Evidence & gridwarden.v1.Evidence.$Shape;
            static create(properties?: gridwarden.v1.Evidence.$Properties): gridwarden.v1.Evidence;

            /**
             * Encodes the specified Evidence message. Does not implicitly {@link gridwarden.v1.Evidence.verify|verify} messages.
             * @param message Evidence message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: gridwarden.v1.Evidence.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an Evidence message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {gridwarden.v1.Evidence & gridwarden.v1.Evidence.$Shape} Evidence
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): gridwarden.v1.Evidence & gridwarden.v1.Evidence.$Shape;

            /**
             * Verifies an Evidence message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates an Evidence message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Evidence
             */
            static fromObject(object: { [k: string]: any }): gridwarden.v1.Evidence;

            /**
             * Creates a plain object from an Evidence message. Also converts values to other types if specified.
             * @param message Evidence
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: gridwarden.v1.Evidence, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Evidence to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for Evidence
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace Evidence {

            /** Properties of an Evidence. */
            interface $Properties {

                /** Evidence kind */
                kind?: (gridwarden.v1.Evidence.Kind|null);

                /** Evidence uri */
                uri?: (string|null);

                /** Evidence capturedAt */
                capturedAt?: (number|null);

                /** Evidence note */
                note?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an Evidence. */
            type $Shape = gridwarden.v1.Evidence.$Properties;

            /** Kind enum. */
            enum Kind {

                /** KIND_UNSPECIFIED value */
                KIND_UNSPECIFIED = 0,

                /** KIND_SERIES value */
                KIND_SERIES = 1,

                /** KIND_EVENT value */
                KIND_EVENT = 2,

                /** KIND_SNAPSHOT value */
                KIND_SNAPSHOT = 3,

                /** KIND_CLIP value */
                KIND_CLIP = 4,

                /** KIND_DOC value */
                KIND_DOC = 5
            }
        }

        /**
         * Properties of a Name.
         * @deprecated Use gridwarden.v1.Name.$Properties instead.
         */
        interface IName extends gridwarden.v1.Name.$Properties {
        }

        /** Represents a Name. */
        class Name {

            /**
             * Constructs a new Name.
             * @param [properties] Properties to set
             */
            constructor(properties?: gridwarden.v1.Name.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Name zh. */
            zh: string;

            /** Name en. */
            en: string;

            /**
             * Creates a new Name instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Name instance
             */
            static create(properties: gridwarden.v1.Name.$Shape): gridwarden.v1.Name & gridwarden.v1.Name.$Shape;
            static create(properties?: gridwarden.v1.Name.$Properties): gridwarden.v1.Name;

            /**
             * Encodes the specified Name message. Does not implicitly {@link gridwarden.v1.Name.verify|verify} messages.
             * @param message Name message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: gridwarden.v1.Name.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Name message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {gridwarden.v1.Name & gridwarden.v1.Name.$Shape} Name
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): gridwarden.v1.Name & gridwarden.v1.Name.$Shape;

            /**
             * Verifies a Name message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a Name message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Name
             */
            static fromObject(object: { [k: string]: any }): gridwarden.v1.Name;

            /**
             * Creates a plain object from a Name message. Also converts values to other types if specified.
             * @param message Name
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: gridwarden.v1.Name, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Name to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for Name
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace Name {

            /** Properties of a Name. */
            interface $Properties {

                /** Name zh */
                zh?: (string|null);

                /** Name en */
                en?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Name. */
            type $Shape = gridwarden.v1.Name.$Properties;
        }

        /**
         * Properties of a Phase.
         * @deprecated Use gridwarden.v1.Phase.$Properties instead.
         */
        interface IPhase extends gridwarden.v1.Phase.$Properties {
        }

        /** Represents a Phase. */
        class Phase {

            /**
             * Constructs a new Phase.
             * @param [properties] Properties to set
             */
            constructor(properties?: gridwarden.v1.Phase.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Phase fourInOne. */
            fourInOne?: (gridwarden.v1.Name.$Properties|null);

            /** Phase shanghai. */
            shanghai?: (gridwarden.v1.Name.$Properties|null);

            /**
             * Creates a new Phase instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Phase instance
             */
            static create(properties: gridwarden.v1.Phase.$Shape): gridwarden.v1.Phase & gridwarden.v1.Phase.$Shape;
            static create(properties?: gridwarden.v1.Phase.$Properties): gridwarden.v1.Phase;

            /**
             * Encodes the specified Phase message. Does not implicitly {@link gridwarden.v1.Phase.verify|verify} messages.
             * @param message Phase message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: gridwarden.v1.Phase.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Phase message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {gridwarden.v1.Phase & gridwarden.v1.Phase.$Shape} Phase
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): gridwarden.v1.Phase & gridwarden.v1.Phase.$Shape;

            /**
             * Verifies a Phase message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a Phase message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Phase
             */
            static fromObject(object: { [k: string]: any }): gridwarden.v1.Phase;

            /**
             * Creates a plain object from a Phase message. Also converts values to other types if specified.
             * @param message Phase
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: gridwarden.v1.Phase, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Phase to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for Phase
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace Phase {

            /** Properties of a Phase. */
            interface $Properties {

                /** Phase fourInOne */
                fourInOne?: (gridwarden.v1.Name.$Properties|null);

                /** Phase shanghai */
                shanghai?: (gridwarden.v1.Name.$Properties|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Phase. */
            type $Shape = gridwarden.v1.Phase.$Properties;
        }

        /**
         * Properties of a DutyHint.
         * @deprecated Use gridwarden.v1.DutyHint.$Properties instead.
         */
        interface IDutyHint extends gridwarden.v1.DutyHint.$Properties {
        }

        /** Represents a DutyHint. */
        class DutyHint {

            /**
             * Constructs a new DutyHint.
             * @param [properties] Properties to set
             */
            constructor(properties?: gridwarden.v1.DutyHint.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** DutyHint post. */
            post: string;

            /** DutyHint name. */
            name?: (gridwarden.v1.Name.$Properties|null);

            /** DutyHint role. */
            role: string;

            /**
             * Creates a new DutyHint instance using the specified properties.
             * @param [properties] Properties to set
             * @returns DutyHint instance
             */
            static create(properties: gridwarden.v1.DutyHint.$Shape): gridwarden.v1.DutyHint & gridwarden.v1.DutyHint.$Shape;
            static create(properties?: gridwarden.v1.DutyHint.$Properties): gridwarden.v1.DutyHint;

            /**
             * Encodes the specified DutyHint message. Does not implicitly {@link gridwarden.v1.DutyHint.verify|verify} messages.
             * @param message DutyHint message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: gridwarden.v1.DutyHint.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a DutyHint message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {gridwarden.v1.DutyHint & gridwarden.v1.DutyHint.$Shape} DutyHint
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): gridwarden.v1.DutyHint & gridwarden.v1.DutyHint.$Shape;

            /**
             * Verifies a DutyHint message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a DutyHint message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns DutyHint
             */
            static fromObject(object: { [k: string]: any }): gridwarden.v1.DutyHint;

            /**
             * Creates a plain object from a DutyHint message. Also converts values to other types if specified.
             * @param message DutyHint
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: gridwarden.v1.DutyHint, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this DutyHint to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for DutyHint
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace DutyHint {

            /** Properties of a DutyHint. */
            interface $Properties {

                /** DutyHint post */
                post?: (string|null);

                /** DutyHint name */
                name?: (gridwarden.v1.Name.$Properties|null);

                /** DutyHint role */
                role?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a DutyHint. */
            type $Shape = gridwarden.v1.DutyHint.$Properties;
        }

        /**
         * Properties of a Verification.
         * @deprecated Use gridwarden.v1.Verification.$Properties instead.
         */
        interface IVerification extends gridwarden.v1.Verification.$Properties {
        }

        /** Represents a Verification. */
        class Verification {

            /**
             * Constructs a new Verification.
             * @param [properties] Properties to set
             */
            constructor(properties?: gridwarden.v1.Verification.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Verification state. */
            state: string;

            /** Verification by. */
            by: string;

            /** Verification at. */
            at: number;

            /** Verification due. */
            due: number;

            /** Verification reason. */
            reason: string;

            /**
             * Creates a new Verification instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Verification instance
             */
            static create(properties: gridwarden.v1.Verification.$Shape): gridwarden.v1.Verification & gridwarden.v1.Verification.$Shape;
            static create(properties?: gridwarden.v1.Verification.$Properties): gridwarden.v1.Verification;

            /**
             * Encodes the specified Verification message. Does not implicitly {@link gridwarden.v1.Verification.verify|verify} messages.
             * @param message Verification message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: gridwarden.v1.Verification.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Verification message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {gridwarden.v1.Verification & gridwarden.v1.Verification.$Shape} Verification
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): gridwarden.v1.Verification & gridwarden.v1.Verification.$Shape;

            /**
             * Verifies a Verification message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a Verification message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Verification
             */
            static fromObject(object: { [k: string]: any }): gridwarden.v1.Verification;

            /**
             * Creates a plain object from a Verification message. Also converts values to other types if specified.
             * @param message Verification
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: gridwarden.v1.Verification, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Verification to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for Verification
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace Verification {

            /** Properties of a Verification. */
            interface $Properties {

                /** Verification state */
                state?: (string|null);

                /** Verification by */
                by?: (string|null);

                /** Verification at */
                at?: (number|null);

                /** Verification due */
                due?: (number|null);

                /** Verification reason */
                reason?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Verification. */
            type $Shape = gridwarden.v1.Verification.$Properties;
        }

        /**
         * Properties of a Case.
         * @deprecated Use gridwarden.v1.Case.$Properties instead.
         */
        interface ICase extends gridwarden.v1.Case.$Properties {
        }

        /** Represents a Case. */
        class Case {

            /**
             * Constructs a new Case.
             * @param [properties] Properties to set
             */
            constructor(properties?: gridwarden.v1.Case.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Case caseNo. */
            caseNo: string;

            /** Case candidateId. */
            candidateId: string;

            /** Case categoryCode. */
            categoryCode: string;

            /** Case categoryName. */
            categoryName?: (gridwarden.v1.Name.$Properties|null);

            /** Case kind. */
            kind: gridwarden.v1.CaseKind;

            /** Case severity. */
            severity: number;

            /** Case certainty. */
            certainty: number;

            /** Case step. */
            step: number;

            /** Case subState. */
            subState: string;

            /** Case location. */
            location?: (gridwarden.v1.Position.$Properties|null);

            /** Case gridCode. */
            gridCode: string;

            /** Case grids. */
            grids: gridwarden.v1.GridRef.$Properties[];

            /** Case responsibleDept. */
            responsibleDept: string;

            /** Case responderRole. */
            responderRole: string;

            /** Case orgCode. */
            orgCode: string;

            /** Case responseDeadline. */
            responseDeadline: number;

            /** Case disposalDeadline. */
            disposalDeadline: number;

            /** Case firstAt. */
            firstAt: number;

            /** Case lastAt. */
            lastAt: number;

            /** Case raisedAt. */
            raisedAt: number;

            /** Case devices. */
            devices: string[];

            /** Case occurrences. */
            occurrences: number;

            /** Case evidence. */
            evidence: gridwarden.v1.Evidence.$Properties[];

            /** Case restricted. */
            restricted: boolean;

            /** Case simulated. */
            simulated: boolean;

            /** Case catalogueVersion. */
            catalogueVersion: string;

            /** Case verdict. */
            verdict?: (gridwarden.v1.RuleVerdict.$Properties|null);

            /** Case clearedAt. */
            clearedAt: number;

            /** Case closedAt. */
            closedAt: number;

            /** Case previousCaseNo. */
            previousCaseNo: string;

            /** Case stepName. */
            stepName?: (gridwarden.v1.Name.$Properties|null);

            /** Case phase. */
            phase?: (gridwarden.v1.Phase.$Properties|null);

            /** Case layer. */
            layer: string;

            /** Case line. */
            line: string;

            /** Case handlingLevel. */
            handlingLevel: string;

            /** Case escalation. */
            escalation: number;

            /** Case recipients. */
            recipients: string[];

            /** Case emergencyFlow. */
            emergencyFlow: number;

            /** Case autoAccept. */
            autoAccept: boolean;

            /** Case dutyHint. */
            dutyHint?: (gridwarden.v1.DutyHint.$Properties|null);

            /** Case incidentNo. */
            incidentNo: string;

            /** Case parts. */
            parts: string[];

            /** Case mergedInto. */
            mergedInto: string;

            /** Case verification. */
            verification?: (gridwarden.v1.Verification.$Properties|null);

            /** Case shelvedUntil. */
            shelvedUntil: number;

            /** Case disposedAt. */
            disposedAt: number;

            /** Case mode. */
            mode: string;

            /**
             * Creates a new Case instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Case instance
             */
            static create(properties: gridwarden.v1.Case.$Shape): gridwarden.v1.Case & gridwarden.v1.Case.$Shape;
            static create(properties?: gridwarden.v1.Case.$Properties): gridwarden.v1.Case;

            /**
             * Encodes the specified Case message. Does not implicitly {@link gridwarden.v1.Case.verify|verify} messages.
             * @param message Case message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: gridwarden.v1.Case.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Case message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {gridwarden.v1.Case & gridwarden.v1.Case.$Shape} Case
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): gridwarden.v1.Case & gridwarden.v1.Case.$Shape;

            /**
             * Verifies a Case message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a Case message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Case
             */
            static fromObject(object: { [k: string]: any }): gridwarden.v1.Case;

            /**
             * Creates a plain object from a Case message. Also converts values to other types if specified.
             * @param message Case
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: gridwarden.v1.Case, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Case to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for Case
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace Case {

            /** Properties of a Case. */
            interface $Properties {

                /** Case caseNo */
                caseNo?: (string|null);

                /** Case candidateId */
                candidateId?: (string|null);

                /** Case categoryCode */
                categoryCode?: (string|null);

                /** Case categoryName */
                categoryName?: (gridwarden.v1.Name.$Properties|null);

                /** Case kind */
                kind?: (gridwarden.v1.CaseKind|null);

                /** Case severity */
                severity?: (number|null);

                /** Case certainty */
                certainty?: (number|null);

                /** Case step */
                step?: (number|null);

                /** Case subState */
                subState?: (string|null);

                /** Case location */
                location?: (gridwarden.v1.Position.$Properties|null);

                /** Case gridCode */
                gridCode?: (string|null);

                /** Case grids */
                grids?: (gridwarden.v1.GridRef.$Properties[]|null);

                /** Case responsibleDept */
                responsibleDept?: (string|null);

                /** Case responderRole */
                responderRole?: (string|null);

                /** Case orgCode */
                orgCode?: (string|null);

                /** Case responseDeadline */
                responseDeadline?: (number|null);

                /** Case disposalDeadline */
                disposalDeadline?: (number|null);

                /** Case firstAt */
                firstAt?: (number|null);

                /** Case lastAt */
                lastAt?: (number|null);

                /** Case raisedAt */
                raisedAt?: (number|null);

                /** Case devices */
                devices?: (string[]|null);

                /** Case occurrences */
                occurrences?: (number|null);

                /** Case evidence */
                evidence?: (gridwarden.v1.Evidence.$Properties[]|null);

                /** Case restricted */
                restricted?: (boolean|null);

                /** Case simulated */
                simulated?: (boolean|null);

                /** Case catalogueVersion */
                catalogueVersion?: (string|null);

                /** Case verdict */
                verdict?: (gridwarden.v1.RuleVerdict.$Properties|null);

                /** Case clearedAt */
                clearedAt?: (number|null);

                /** Case closedAt */
                closedAt?: (number|null);

                /** Case previousCaseNo */
                previousCaseNo?: (string|null);

                /** Case stepName */
                stepName?: (gridwarden.v1.Name.$Properties|null);

                /** Case phase */
                phase?: (gridwarden.v1.Phase.$Properties|null);

                /** Case layer */
                layer?: (string|null);

                /** Case line */
                line?: (string|null);

                /** Case handlingLevel */
                handlingLevel?: (string|null);

                /** Case escalation */
                escalation?: (number|null);

                /** Case recipients */
                recipients?: (string[]|null);

                /** Case emergencyFlow */
                emergencyFlow?: (number|null);

                /** Case autoAccept */
                autoAccept?: (boolean|null);

                /** Case dutyHint */
                dutyHint?: (gridwarden.v1.DutyHint.$Properties|null);

                /** Case incidentNo */
                incidentNo?: (string|null);

                /** Case parts */
                parts?: (string[]|null);

                /** Case mergedInto */
                mergedInto?: (string|null);

                /** Case verification */
                verification?: (gridwarden.v1.Verification.$Properties|null);

                /** Case shelvedUntil */
                shelvedUntil?: (number|null);

                /** Case disposedAt */
                disposedAt?: (number|null);

                /** Case mode */
                mode?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Case. */
            type $Shape = {
              caseNo?: string|null;
              candidateId?: string|null;
              categoryCode?: string|null;
              categoryName?: gridwarden.v1.Name.$Shape|null;
              kind?: gridwarden.v1.CaseKind|null;
              severity?: number|null;
              certainty?: number|null;
              step?: number|null;
              subState?: string|null;
              location?: gridwarden.v1.Position.$Shape|null;
              gridCode?: string|null;
              grids?: gridwarden.v1.GridRef.$Shape[]|null;
              responsibleDept?: string|null;
              responderRole?: string|null;
              orgCode?: string|null;
              responseDeadline?: number|null;
              disposalDeadline?: number|null;
              firstAt?: number|null;
              lastAt?: number|null;
              raisedAt?: number|null;
              devices?: string[]|null;
              occurrences?: number|null;
              evidence?: gridwarden.v1.Evidence.$Shape[]|null;
              restricted?: boolean|null;
              simulated?: boolean|null;
              catalogueVersion?: string|null;
              verdict?: gridwarden.v1.RuleVerdict.$Shape|null;
              clearedAt?: number|null;
              closedAt?: number|null;
              previousCaseNo?: string|null;
              stepName?: gridwarden.v1.Name.$Shape|null;
              phase?: gridwarden.v1.Phase.$Shape|null;
              layer?: string|null;
              line?: string|null;
              handlingLevel?: string|null;
              escalation?: number|null;
              recipients?: string[]|null;
              emergencyFlow?: number|null;
              autoAccept?: boolean|null;
              dutyHint?: gridwarden.v1.DutyHint.$Shape|null;
              incidentNo?: string|null;
              parts?: string[]|null;
              mergedInto?: string|null;
              verification?: gridwarden.v1.Verification.$Shape|null;
              shelvedUntil?: number|null;
              disposedAt?: number|null;
              mode?: string|null;
              $unknowns?: Uint8Array[];
            };
        }

        /**
         * Properties of a CaseEvent.
         * @deprecated Use gridwarden.v1.CaseEvent.$Properties instead.
         */
        interface ICaseEvent extends gridwarden.v1.CaseEvent.$Properties {
        }

        /** Represents a CaseEvent. */
        class CaseEvent {

            /**
             * Constructs a new CaseEvent.
             * @param [properties] Properties to set
             */
            constructor(properties?: gridwarden.v1.CaseEvent.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** CaseEvent id. */
            id: string;

            /** CaseEvent sequence. */
            sequence: number;

            /** CaseEvent type. */
            type: string;

            /** CaseEvent at. */
            at: number;

            /** CaseEvent case. */
            case?: (gridwarden.v1.Case.$Properties|null);

            /** CaseEvent reason. */
            reason: string;

            /**
             * Creates a new CaseEvent instance using the specified properties.
             * @param [properties] Properties to set
             * @returns CaseEvent instance
             */
            static create(properties: gridwarden.v1.CaseEvent.$Shape): gridwarden.v1.CaseEvent & gridwarden.v1.CaseEvent.$Shape;
            static create(properties?: gridwarden.v1.CaseEvent.$Properties): gridwarden.v1.CaseEvent;

            /**
             * Encodes the specified CaseEvent message. Does not implicitly {@link gridwarden.v1.CaseEvent.verify|verify} messages.
             * @param message CaseEvent message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: gridwarden.v1.CaseEvent.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a CaseEvent message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {gridwarden.v1.CaseEvent & gridwarden.v1.CaseEvent.$Shape} CaseEvent
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): gridwarden.v1.CaseEvent & gridwarden.v1.CaseEvent.$Shape;

            /**
             * Verifies a CaseEvent message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a CaseEvent message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns CaseEvent
             */
            static fromObject(object: { [k: string]: any }): gridwarden.v1.CaseEvent;

            /**
             * Creates a plain object from a CaseEvent message. Also converts values to other types if specified.
             * @param message CaseEvent
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: gridwarden.v1.CaseEvent, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this CaseEvent to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for CaseEvent
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace CaseEvent {

            /** Properties of a CaseEvent. */
            interface $Properties {

                /** CaseEvent id */
                id?: (string|null);

                /** CaseEvent sequence */
                sequence?: (number|null);

                /** CaseEvent type */
                type?: (string|null);

                /** CaseEvent at */
                at?: (number|null);

                /** CaseEvent case */
                "case"?: (gridwarden.v1.Case.$Properties|null);

                /** CaseEvent reason */
                reason?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a CaseEvent. */
            type $Shape = {
              id?: string|null;
              sequence?: number|null;
              type?: string|null;
              at?: number|null;
              "case"?: gridwarden.v1.Case.$Shape|null;
              reason?: string|null;
              $unknowns?: Uint8Array[];
            };
        }

        /**
         * Properties of a Position.
         * @deprecated Use gridwarden.v1.Position.$Properties instead.
         */
        interface IPosition extends gridwarden.v1.Position.$Properties {
        }

        /** Represents a Position. */
        class Position {

            /**
             * Constructs a new Position.
             * @param [properties] Properties to set
             */
            constructor(properties?: gridwarden.v1.Position.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Position lon. */
            lon: number;

            /** Position lat. */
            lat: number;

            /** Position crs. */
            crs: string;

            /**
             * Creates a new Position instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Position instance
             */
            static create(properties: gridwarden.v1.Position.$Shape): gridwarden.v1.Position & gridwarden.v1.Position.$Shape;
            static create(properties?: gridwarden.v1.Position.$Properties): gridwarden.v1.Position;

            /**
             * Encodes the specified Position message. Does not implicitly {@link gridwarden.v1.Position.verify|verify} messages.
             * @param message Position message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: gridwarden.v1.Position.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Position message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {gridwarden.v1.Position & gridwarden.v1.Position.$Shape} Position
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): gridwarden.v1.Position & gridwarden.v1.Position.$Shape;

            /**
             * Verifies a Position message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a Position message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Position
             */
            static fromObject(object: { [k: string]: any }): gridwarden.v1.Position;

            /**
             * Creates a plain object from a Position message. Also converts values to other types if specified.
             * @param message Position
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: gridwarden.v1.Position, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Position to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for Position
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace Position {

            /** Properties of a Position. */
            interface $Properties {

                /** Position lon */
                lon?: (number|null);

                /** Position lat */
                lat?: (number|null);

                /** Position crs */
                crs?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Position. */
            type $Shape = gridwarden.v1.Position.$Properties;
        }

        /**
         * Properties of a ChannelValue.
         * @deprecated Use gridwarden.v1.ChannelValue.$Properties instead.
         */
        interface IChannelValue extends gridwarden.v1.ChannelValue.$Properties {
        }

        /** Represents a ChannelValue. */
        class ChannelValue {

            /**
             * Constructs a new ChannelValue.
             * @param [properties] Properties to set
             */
            constructor(properties?: gridwarden.v1.ChannelValue.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ChannelValue number. */
            number?: (number|null);

            /** ChannelValue flag. */
            flag?: (boolean|null);

            /** ChannelValue text. */
            text?: (string|null);

            /** ChannelValue value. */
            value?: ("number"|"flag"|"text");

            /**
             * Creates a new ChannelValue instance using the specified properties.
             * @param [properties] Properties to set
             * @returns ChannelValue instance
             */
            static create(properties: gridwarden.v1.ChannelValue.$Shape): gridwarden.v1.ChannelValue & gridwarden.v1.ChannelValue.$Shape;
            static create(properties?: gridwarden.v1.ChannelValue.$Properties): gridwarden.v1.ChannelValue;

            /**
             * Encodes the specified ChannelValue message. Does not implicitly {@link gridwarden.v1.ChannelValue.verify|verify} messages.
             * @param message ChannelValue message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: gridwarden.v1.ChannelValue.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ChannelValue message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {gridwarden.v1.ChannelValue & gridwarden.v1.ChannelValue.$Shape} ChannelValue
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): gridwarden.v1.ChannelValue & gridwarden.v1.ChannelValue.$Shape;

            /**
             * Verifies a ChannelValue message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a ChannelValue message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns ChannelValue
             */
            static fromObject(object: { [k: string]: any }): gridwarden.v1.ChannelValue;

            /**
             * Creates a plain object from a ChannelValue message. Also converts values to other types if specified.
             * @param message ChannelValue
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: gridwarden.v1.ChannelValue, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this ChannelValue to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for ChannelValue
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace ChannelValue {

            /** Properties of a ChannelValue. */
            interface $Properties {

                /** ChannelValue number */
                number?: (number|null);

                /** ChannelValue flag */
                flag?: (boolean|null);

                /** ChannelValue text */
                text?: (string|null);

                /** ChannelValue value */
                value?: ("number"|"flag"|"text");

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Narrowed shape of a ChannelValue. */
            type $Shape = {
              number?: number|null;
              flag?: boolean|null;
              text?: string|null;
              $unknowns?: Uint8Array[];
            } & (
              ({ value?: undefined; number?: null; flag?: null; text?: null }|{ value?: "number"; number: number; flag?: null; text?: null }|{ value?: "flag"; number?: null; flag: boolean; text?: null }|{ value?: "text"; number?: null; flag?: null; text: string })
            );
        }

        /**
         * Properties of a Telemetry.
         * @deprecated Use gridwarden.v1.Telemetry.$Properties instead.
         */
        interface ITelemetry extends gridwarden.v1.Telemetry.$Properties {
        }

        /** Represents a Telemetry. */
        class Telemetry {

            /**
             * Constructs a new Telemetry.
             * @param [properties] Properties to set
             */
            constructor(properties?: gridwarden.v1.Telemetry.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Telemetry ts. */
            ts: number;

            /** Telemetry seq. */
            seq?: (number|null);

            /** Telemetry values. */
            values: { [k: string]: gridwarden.v1.ChannelValue.$Properties };

            /** Telemetry position. */
            position?: (gridwarden.v1.Position.$Properties|null);

            /** Telemetry simulated. */
            simulated: boolean;

            /**
             * Creates a new Telemetry instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Telemetry instance
             */
            static create(properties: gridwarden.v1.Telemetry.$Shape): gridwarden.v1.Telemetry & gridwarden.v1.Telemetry.$Shape;
            static create(properties?: gridwarden.v1.Telemetry.$Properties): gridwarden.v1.Telemetry;

            /**
             * Encodes the specified Telemetry message. Does not implicitly {@link gridwarden.v1.Telemetry.verify|verify} messages.
             * @param message Telemetry message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: gridwarden.v1.Telemetry.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Telemetry message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {gridwarden.v1.Telemetry & gridwarden.v1.Telemetry.$Shape} Telemetry
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): gridwarden.v1.Telemetry & gridwarden.v1.Telemetry.$Shape;

            /**
             * Verifies a Telemetry message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a Telemetry message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Telemetry
             */
            static fromObject(object: { [k: string]: any }): gridwarden.v1.Telemetry;

            /**
             * Creates a plain object from a Telemetry message. Also converts values to other types if specified.
             * @param message Telemetry
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: gridwarden.v1.Telemetry, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Telemetry to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for Telemetry
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace Telemetry {

            /** Properties of a Telemetry. */
            interface $Properties {

                /** Telemetry ts */
                ts?: (number|null);

                /** Telemetry seq */
                seq?: (number|null);

                /** Telemetry values */
                values?: ({ [k: string]: gridwarden.v1.ChannelValue.$Properties }|null);

                /** Telemetry position */
                position?: (gridwarden.v1.Position.$Properties|null);

                /** Telemetry simulated */
                simulated?: (boolean|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Telemetry. */
            type $Shape = {
              ts?: number|null;
              seq?: number|null;
              values?: { [k: string]: gridwarden.v1.ChannelValue.$Shape }|null;
              position?: gridwarden.v1.Position.$Shape|null;
              simulated?: boolean|null;
              $unknowns?: Uint8Array[];
            };
        }

        /**
         * Properties of a DeviceEvent.
         * @deprecated Use gridwarden.v1.DeviceEvent.$Properties instead.
         */
        interface IDeviceEvent extends gridwarden.v1.DeviceEvent.$Properties {
        }

        /** Represents a DeviceEvent. */
        class DeviceEvent {

            /**
             * Constructs a new DeviceEvent.
             * @param [properties] Properties to set
             */
            constructor(properties?: gridwarden.v1.DeviceEvent.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** DeviceEvent ts. */
            ts: number;

            /** DeviceEvent seq. */
            seq?: (number|null);

            /** DeviceEvent code. */
            code: string;

            /** DeviceEvent active. */
            active: boolean;

            /** DeviceEvent data. */
            data: { [k: string]: gridwarden.v1.ChannelValue.$Properties };

            /** DeviceEvent position. */
            position?: (gridwarden.v1.Position.$Properties|null);

            /** DeviceEvent simulated. */
            simulated: boolean;

            /**
             * Creates a new DeviceEvent instance using the specified properties.
             * @param [properties] Properties to set
             * @returns DeviceEvent instance
             */
            static create(properties: gridwarden.v1.DeviceEvent.$Shape): gridwarden.v1.DeviceEvent & gridwarden.v1.DeviceEvent.$Shape;
            static create(properties?: gridwarden.v1.DeviceEvent.$Properties): gridwarden.v1.DeviceEvent;

            /**
             * Encodes the specified DeviceEvent message. Does not implicitly {@link gridwarden.v1.DeviceEvent.verify|verify} messages.
             * @param message DeviceEvent message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: gridwarden.v1.DeviceEvent.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a DeviceEvent message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {gridwarden.v1.DeviceEvent & gridwarden.v1.DeviceEvent.$Shape} DeviceEvent
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): gridwarden.v1.DeviceEvent & gridwarden.v1.DeviceEvent.$Shape;

            /**
             * Verifies a DeviceEvent message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a DeviceEvent message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns DeviceEvent
             */
            static fromObject(object: { [k: string]: any }): gridwarden.v1.DeviceEvent;

            /**
             * Creates a plain object from a DeviceEvent message. Also converts values to other types if specified.
             * @param message DeviceEvent
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: gridwarden.v1.DeviceEvent, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this DeviceEvent to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for DeviceEvent
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace DeviceEvent {

            /** Properties of a DeviceEvent. */
            interface $Properties {

                /** DeviceEvent ts */
                ts?: (number|null);

                /** DeviceEvent seq */
                seq?: (number|null);

                /** DeviceEvent code */
                code?: (string|null);

                /** DeviceEvent active */
                active?: (boolean|null);

                /** DeviceEvent data */
                data?: ({ [k: string]: gridwarden.v1.ChannelValue.$Properties }|null);

                /** DeviceEvent position */
                position?: (gridwarden.v1.Position.$Properties|null);

                /** DeviceEvent simulated */
                simulated?: (boolean|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a DeviceEvent. */
            type $Shape = {
              ts?: number|null;
              seq?: number|null;
              code?: string|null;
              active?: boolean|null;
              data?: { [k: string]: gridwarden.v1.ChannelValue.$Shape }|null;
              position?: gridwarden.v1.Position.$Shape|null;
              simulated?: boolean|null;
              $unknowns?: Uint8Array[];
            };
        }

        /** FeedbackType enum. */
        enum FeedbackType {

            /** FEEDBACK_TYPE_UNSPECIFIED value */
            FEEDBACK_TYPE_UNSPECIFIED = 0,

            /** FEEDBACK_TYPE_ACCEPTED value */
            FEEDBACK_TYPE_ACCEPTED = 1,

            /** FEEDBACK_TYPE_REJECTED value */
            FEEDBACK_TYPE_REJECTED = 2,

            /** FEEDBACK_TYPE_DUPLICATE_OF value */
            FEEDBACK_TYPE_DUPLICATE_OF = 3,

            /** FEEDBACK_TYPE_FALSE_ALARM value */
            FEEDBACK_TYPE_FALSE_ALARM = 4,

            /** FEEDBACK_TYPE_DISPATCHED value */
            FEEDBACK_TYPE_DISPATCHED = 5,

            /** FEEDBACK_TYPE_ARRIVED value */
            FEEDBACK_TYPE_ARRIVED = 6,

            /** FEEDBACK_TYPE_DISPOSED value */
            FEEDBACK_TYPE_DISPOSED = 7,

            /** FEEDBACK_TYPE_VERIFIED value */
            FEEDBACK_TYPE_VERIFIED = 8,

            /** FEEDBACK_TYPE_RETURNED value */
            FEEDBACK_TYPE_RETURNED = 9,

            /** FEEDBACK_TYPE_SUSPENDED value */
            FEEDBACK_TYPE_SUSPENDED = 10,

            /** FEEDBACK_TYPE_EXTENDED value */
            FEEDBACK_TYPE_EXTENDED = 11,

            /** FEEDBACK_TYPE_CLOSED value */
            FEEDBACK_TYPE_CLOSED = 12,

            /** FEEDBACK_TYPE_ARCHIVED value */
            FEEDBACK_TYPE_ARCHIVED = 13
        }

        /**
         * Properties of a Feedback.
         * @deprecated Use gridwarden.v1.Feedback.$Properties instead.
         */
        interface IFeedback extends gridwarden.v1.Feedback.$Properties {
        }

        /** Represents a Feedback. */
        class Feedback {

            /**
             * Constructs a new Feedback.
             * @param [properties] Properties to set
             */
            constructor(properties?: gridwarden.v1.Feedback.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Feedback feedbackId. */
            feedbackId: string;

            /** Feedback caseNo. */
            caseNo: string;

            /** Feedback type. */
            type: gridwarden.v1.FeedbackType;

            /** Feedback at. */
            at: number;

            /** Feedback actorRole. */
            actorRole: string;

            /** Feedback dept. */
            dept: string;

            /** Feedback reason. */
            reason: string;

            /** Feedback duplicateOf. */
            duplicateOf: string;

            /** Feedback note. */
            note: string;

            /** Feedback until. */
            until: number;

            /** Feedback evidence. */
            evidence: gridwarden.v1.Evidence.$Properties[];

            /**
             * Creates a new Feedback instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Feedback instance
             */
            static create(properties: gridwarden.v1.Feedback.$Shape): gridwarden.v1.Feedback & gridwarden.v1.Feedback.$Shape;
            static create(properties?: gridwarden.v1.Feedback.$Properties): gridwarden.v1.Feedback;

            /**
             * Encodes the specified Feedback message. Does not implicitly {@link gridwarden.v1.Feedback.verify|verify} messages.
             * @param message Feedback message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: gridwarden.v1.Feedback.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Feedback message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {gridwarden.v1.Feedback & gridwarden.v1.Feedback.$Shape} Feedback
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): gridwarden.v1.Feedback & gridwarden.v1.Feedback.$Shape;

            /**
             * Verifies a Feedback message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a Feedback message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Feedback
             */
            static fromObject(object: { [k: string]: any }): gridwarden.v1.Feedback;

            /**
             * Creates a plain object from a Feedback message. Also converts values to other types if specified.
             * @param message Feedback
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: gridwarden.v1.Feedback, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Feedback to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for Feedback
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace Feedback {

            /** Properties of a Feedback. */
            interface $Properties {

                /** Feedback feedbackId */
                feedbackId?: (string|null);

                /** Feedback caseNo */
                caseNo?: (string|null);

                /** Feedback type */
                type?: (gridwarden.v1.FeedbackType|null);

                /** Feedback at */
                at?: (number|null);

                /** Feedback actorRole */
                actorRole?: (string|null);

                /** Feedback dept */
                dept?: (string|null);

                /** Feedback reason */
                reason?: (string|null);

                /** Feedback duplicateOf */
                duplicateOf?: (string|null);

                /** Feedback note */
                note?: (string|null);

                /** Feedback until */
                until?: (number|null);

                /** Feedback evidence */
                evidence?: (gridwarden.v1.Evidence.$Properties[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Feedback. */
            type $Shape = gridwarden.v1.Feedback.$Properties;
        }

        /** Quality enum. */
        enum Quality {

            /** QUALITY_UNSPECIFIED value */
            QUALITY_UNSPECIFIED = 0,

            /** QUALITY_GOOD value */
            QUALITY_GOOD = 1,

            /** QUALITY_SUSPECT value */
            QUALITY_SUSPECT = 2,

            /** QUALITY_BAD value */
            QUALITY_BAD = 3,

            /** QUALITY_SIMULATED value */
            QUALITY_SIMULATED = 4,

            /** QUALITY_CALIBRATION value */
            QUALITY_CALIBRATION = 5
        }

        /**
         * Properties of an Observation.
         * @deprecated Use gridwarden.v1.Observation.$Properties instead.
         */
        interface IObservation extends gridwarden.v1.Observation.$Properties {
        }

        /** Represents an Observation. */
        class Observation {

            /**
             * Constructs a new Observation.
             * @param [properties] Properties to set
             */
            constructor(properties?: gridwarden.v1.Observation.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Observation deviceId. */
            deviceId: string;

            /** Observation time. */
            time: number;

            /** Observation deviceTime. */
            deviceTime: number;

            /** Observation receivedAt. */
            receivedAt: number;

            /** Observation seq. */
            seq?: (number|null);

            /** Observation quality. */
            quality: gridwarden.v1.Quality;

            /** Observation simulated. */
            simulated: boolean;

            /** Observation position. */
            position?: (gridwarden.v1.Position.$Properties|null);

            /** Observation measurement. */
            measurement?: (gridwarden.v1.Measurement.$Properties|null);

            /** Observation happening. */
            happening?: (gridwarden.v1.Happening.$Properties|null);

            /** Observation presence. */
            presence?: (gridwarden.v1.Presence.$Properties|null);

            /** Observation kind. */
            kind?: ("measurement"|"happening"|"presence");

            /**
             * Creates a new Observation instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Observation instance
             */
            static create(properties: gridwarden.v1.Observation.$Shape): gridwarden.v1.Observation & gridwarden.v1.Observation.$Shape;
            static create(properties?: gridwarden.v1.Observation.$Properties): gridwarden.v1.Observation;

            /**
             * Encodes the specified Observation message. Does not implicitly {@link gridwarden.v1.Observation.verify|verify} messages.
             * @param message Observation message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: gridwarden.v1.Observation.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an Observation message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {gridwarden.v1.Observation & gridwarden.v1.Observation.$Shape} Observation
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): gridwarden.v1.Observation & gridwarden.v1.Observation.$Shape;

            /**
             * Verifies an Observation message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates an Observation message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Observation
             */
            static fromObject(object: { [k: string]: any }): gridwarden.v1.Observation;

            /**
             * Creates a plain object from an Observation message. Also converts values to other types if specified.
             * @param message Observation
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: gridwarden.v1.Observation, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Observation to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for Observation
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace Observation {

            /** Properties of an Observation. */
            interface $Properties {

                /** Observation deviceId */
                deviceId?: (string|null);

                /** Observation time */
                time?: (number|null);

                /** Observation deviceTime */
                deviceTime?: (number|null);

                /** Observation receivedAt */
                receivedAt?: (number|null);

                /** Observation seq */
                seq?: (number|null);

                /** Observation quality */
                quality?: (gridwarden.v1.Quality|null);

                /** Observation simulated */
                simulated?: (boolean|null);

                /** Observation position */
                position?: (gridwarden.v1.Position.$Properties|null);

                /** Observation measurement */
                measurement?: (gridwarden.v1.Measurement.$Properties|null);

                /** Observation happening */
                happening?: (gridwarden.v1.Happening.$Properties|null);

                /** Observation presence */
                presence?: (gridwarden.v1.Presence.$Properties|null);

                /** Observation kind */
                kind?: ("measurement"|"happening"|"presence");

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Narrowed shape of an Observation. */
            type $Shape = {
              deviceId?: string|null;
              time?: number|null;
              deviceTime?: number|null;
              receivedAt?: number|null;
              seq?: number|null;
              quality?: gridwarden.v1.Quality|null;
              simulated?: boolean|null;
              position?: gridwarden.v1.Position.$Shape|null;
              measurement?: gridwarden.v1.Measurement.$Shape|null;
              happening?: gridwarden.v1.Happening.$Shape|null;
              presence?: gridwarden.v1.Presence.$Shape|null;
              $unknowns?: Uint8Array[];
            } & (
              ({ kind?: undefined; measurement?: null; happening?: null; presence?: null }|{ kind?: "measurement"; measurement: gridwarden.v1.Measurement.$Shape; happening?: null; presence?: null }|{ kind?: "happening"; measurement?: null; happening: gridwarden.v1.Happening.$Shape; presence?: null }|{ kind?: "presence"; measurement?: null; happening?: null; presence: gridwarden.v1.Presence.$Shape })
            );
        }

        /**
         * Properties of a Measurement.
         * @deprecated Use gridwarden.v1.Measurement.$Properties instead.
         */
        interface IMeasurement extends gridwarden.v1.Measurement.$Properties {
        }

        /** Represents a Measurement. */
        class Measurement {

            /**
             * Constructs a new Measurement.
             * @param [properties] Properties to set
             */
            constructor(properties?: gridwarden.v1.Measurement.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Measurement channel. */
            channel: string;

            /** Measurement value. */
            value?: (gridwarden.v1.ChannelValue.$Properties|null);

            /**
             * Creates a new Measurement instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Measurement instance
             */
            static create(properties: gridwarden.v1.Measurement.$Shape): gridwarden.v1.Measurement & gridwarden.v1.Measurement.$Shape;
            static create(properties?: gridwarden.v1.Measurement.$Properties): gridwarden.v1.Measurement;

            /**
             * Encodes the specified Measurement message. Does not implicitly {@link gridwarden.v1.Measurement.verify|verify} messages.
             * @param message Measurement message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: gridwarden.v1.Measurement.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Measurement message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {gridwarden.v1.Measurement & gridwarden.v1.Measurement.$Shape} Measurement
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): gridwarden.v1.Measurement & gridwarden.v1.Measurement.$Shape;

            /**
             * Verifies a Measurement message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a Measurement message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Measurement
             */
            static fromObject(object: { [k: string]: any }): gridwarden.v1.Measurement;

            /**
             * Creates a plain object from a Measurement message. Also converts values to other types if specified.
             * @param message Measurement
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: gridwarden.v1.Measurement, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Measurement to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for Measurement
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace Measurement {

            /** Properties of a Measurement. */
            interface $Properties {

                /** Measurement channel */
                channel?: (string|null);

                /** Measurement value */
                value?: (gridwarden.v1.ChannelValue.$Properties|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Measurement. */
            type $Shape = {
              channel?: string|null;
              value?: gridwarden.v1.ChannelValue.$Shape|null;
              $unknowns?: Uint8Array[];
            };
        }

        /**
         * Properties of a Happening.
         * @deprecated Use gridwarden.v1.Happening.$Properties instead.
         */
        interface IHappening extends gridwarden.v1.Happening.$Properties {
        }

        /** Represents a Happening. */
        class Happening {

            /**
             * Constructs a new Happening.
             * @param [properties] Properties to set
             */
            constructor(properties?: gridwarden.v1.Happening.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Happening code. */
            code: string;

            /** Happening active. */
            active: boolean;

            /** Happening stateful. */
            stateful: boolean;

            /** Happening source. */
            source: string;

            /** Happening key. */
            key: string;

            /** Happening baseline. */
            baseline: boolean;

            /** Happening data. */
            data: { [k: string]: gridwarden.v1.ChannelValue.$Properties };

            /**
             * Creates a new Happening instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Happening instance
             */
            static create(properties: gridwarden.v1.Happening.$Shape): gridwarden.v1.Happening & gridwarden.v1.Happening.$Shape;
            static create(properties?: gridwarden.v1.Happening.$Properties): gridwarden.v1.Happening;

            /**
             * Encodes the specified Happening message. Does not implicitly {@link gridwarden.v1.Happening.verify|verify} messages.
             * @param message Happening message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: gridwarden.v1.Happening.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Happening message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {gridwarden.v1.Happening & gridwarden.v1.Happening.$Shape} Happening
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): gridwarden.v1.Happening & gridwarden.v1.Happening.$Shape;

            /**
             * Verifies a Happening message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a Happening message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Happening
             */
            static fromObject(object: { [k: string]: any }): gridwarden.v1.Happening;

            /**
             * Creates a plain object from a Happening message. Also converts values to other types if specified.
             * @param message Happening
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: gridwarden.v1.Happening, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Happening to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for Happening
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace Happening {

            /** Properties of a Happening. */
            interface $Properties {

                /** Happening code */
                code?: (string|null);

                /** Happening active */
                active?: (boolean|null);

                /** Happening stateful */
                stateful?: (boolean|null);

                /** Happening source */
                source?: (string|null);

                /** Happening key */
                key?: (string|null);

                /** Happening baseline */
                baseline?: (boolean|null);

                /** Happening data */
                data?: ({ [k: string]: gridwarden.v1.ChannelValue.$Properties }|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Happening. */
            type $Shape = {
              code?: string|null;
              active?: boolean|null;
              stateful?: boolean|null;
              source?: string|null;
              key?: string|null;
              baseline?: boolean|null;
              data?: { [k: string]: gridwarden.v1.ChannelValue.$Shape }|null;
              $unknowns?: Uint8Array[];
            };
        }

        /**
         * Properties of a Presence.
         * @deprecated Use gridwarden.v1.Presence.$Properties instead.
         */
        interface IPresence extends gridwarden.v1.Presence.$Properties {
        }

        /** Represents a Presence. */
        class Presence {

            /**
             * Constructs a new Presence.
             * @param [properties] Properties to set
             */
            constructor(properties?: gridwarden.v1.Presence.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Presence online. */
            online: boolean;

            /** Presence firmware. */
            firmware: string;

            /** Presence profile. */
            profile: string;

            /**
             * Creates a new Presence instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Presence instance
             */
            static create(properties: gridwarden.v1.Presence.$Shape): gridwarden.v1.Presence & gridwarden.v1.Presence.$Shape;
            static create(properties?: gridwarden.v1.Presence.$Properties): gridwarden.v1.Presence;

            /**
             * Encodes the specified Presence message. Does not implicitly {@link gridwarden.v1.Presence.verify|verify} messages.
             * @param message Presence message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: gridwarden.v1.Presence.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Presence message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {gridwarden.v1.Presence & gridwarden.v1.Presence.$Shape} Presence
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): gridwarden.v1.Presence & gridwarden.v1.Presence.$Shape;

            /**
             * Verifies a Presence message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a Presence message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Presence
             */
            static fromObject(object: { [k: string]: any }): gridwarden.v1.Presence;

            /**
             * Creates a plain object from a Presence message. Also converts values to other types if specified.
             * @param message Presence
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: gridwarden.v1.Presence, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Presence to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for Presence
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace Presence {

            /** Properties of a Presence. */
            interface $Properties {

                /** Presence online */
                online?: (boolean|null);

                /** Presence firmware */
                firmware?: (string|null);

                /** Presence profile */
                profile?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Presence. */
            type $Shape = gridwarden.v1.Presence.$Properties;
        }
    }
}
